import Foundation
import Testing

/// The server command where it may have few files open.
@Suite(.serialized) struct ServerFilesTests: ~Copyable {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Our client with a connection for each of `names`, all to the same server.
    private func client(_ server: ServerProgram, _ names: [String]) throws -> RunningProgram {
        let hosts = names.map { "\($0) \(server.uri)/\($0)\n" }.joined()
        let file = try folder.file(names[0], hosts)
        return try RunningProgram(TestTools.client, ["-f", "jsonl", "--reconnect-interval", "0.2", "--hosts", file])
    }

    /// All of what a client prints once `count` lines more than until now are there.
    private func lines(_ count: Int, moreOf client: RunningProgram) async throws -> [String] {
        let seen = client.written().split(separator: "\n").count
        return Array(try await client.lines(seen + count).suffix(count))
    }

    @Test func `Few files are told, clients too many are refused, and the others get whole samples`() async throws {
        let server = try await ServerProgram(["--interval", "0.2"], setUp: "ulimit -n 48")
        defer { server.program.kill() }
        // 16 connections, two of which need not be clients.
        try await server.program.wait(
            for: "at most 14 clients are served: this process may have 48 files open (ulimit -n)", in: .error)
        let names = (1...14).map { "host-\($0)" }
        let clients = try client(server, names)
        defer { clients.kill() }
        _ = try await clients.output(with: "a sample of each") { text in
            names.allSatisfy { text.contains("\"\($0)\"") }
        }
        let late = try RunningProgram(TestTools.client, ["-u", server.uri, "--no-reconnect"])
        let (status, _, error) = try await late.finish()
        #expect(status == 69)
        #expect(error.contains("1008"), "\(error)")
        for line in try await lines(30, moreOf: clients) {
            #expect(line.contains(/"processor": \{"usage_percent": \d/), "\(line)")
            #expect(line.contains(/"memory": \{"total": \d/), "\(line)")
        }
        clients.kill()
        let next = try client(server, ["next"])
        defer { next.kill() }
        _ = try await next.lines(1)
    }

    @Test func `While no file can be opened clients are served, and then those that waited come in`() async throws {
        let server = try await ServerProgram(["--interval", "0.2"])
        defer { server.program.kill() }
        let first = try client(server, ["first"])
        defer { first.kill() }
        _ = try await first.lines(2)

        try await setFileLimit(of: server, 3)
        let second = try client(server, ["second"])
        defer { second.kill() }
        let told = "no connection can be accepted: Too many open files"
        try await server.program.wait(for: told, in: .error)
        let before = try processorTicks(of: server)
        let samples = try await lines(15, moreOf: first)
        // A core that is busy for these three seconds has 300 ticks, and were it one among eight.
        #expect(try processorTicks(of: server) - before < 35)
        #expect(second.written().isEmpty)
        #expect(server.program.written(.error).ranges(of: told).count == 1)
        // What cannot be read is not told as 0.
        let last = try #require(samples.last)
        #expect(!last.contains(#""processes": 0"#), "\(last)")
        #expect(!last.contains("bytes_received_per_second"), "\(last)")

        try await setFileLimit(of: server, 1024)
        _ = try await second.lines(1)
        _ = try await lines(1, moreOf: first)
    }

    /// Files above those that are open already; the hard limit stays.
    private func setFileLimit(of server: ServerProgram, _ limit: Int) async throws {
        let command = ["/usr/bin/prlimit", "--pid", "\(server.program.processIdentifier)", "--nofile=\(limit):"]
        #expect(try await RunningProgram(command).finish().status == 0)
    }

    /// Processor time used, in hundredths of a second.
    private func processorTicks(of server: ServerProgram) throws -> Int {
        let stat = try String(contentsOfFile: "/proc/\(server.program.processIdentifier)/stat", encoding: .utf8)
        let fields = stat.split(separator: " ")
        return try #require(Int(fields[13])) + #require(Int(fields[14]))
    }
}
