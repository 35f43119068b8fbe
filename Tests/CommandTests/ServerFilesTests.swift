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

    @Test func `Connections that say nothing take no file that samples need, and are let go`() async throws {
        let server = try await ServerProgram(["--interval", "0.2"], setUp: "ulimit -n 48")
        defer { server.program.kill() }
        let first = try client(server, ["first"])
        defer { first.kill() }
        _ = try await first.lines(1)
        let silent = try (0..<100).map { _ in try Self.connection(to: try #require(server.port)) }
        let before = try processorTicks(of: server)
        for line in try await lines(15, moreOf: first) {
            #expect(line.contains(/"processor": \{"usage_percent": \d/), "\(line)")
            #expect(!line.contains(#""processes": 0"#), "\(line)")
        }
        // A core that is busy for these three seconds has 300.
        #expect(try processorTicks(of: server) - before < 100)
        for connection in silent { try connection.close() }
        let next = try client(server, ["next"])
        defer { next.kill() }
        _ = try await next.lines(1)
    }

    /// A connection over which nothing is sent; the kernel accepts it.
    private static func connection(to port: Int) throws -> FileHandle {
        let connection = FileHandle(
            fileDescriptor: socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0),
            closeOnDealloc: true)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafeBytes(of: &address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) {
                connect(connection.fileDescriptor, $0.baseAddress, socklen_t(bytes.count))
            }
        }
        guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        return connection
    }

    /// Processor time used, in hundredths of a second.
    private func processorTicks(of server: ServerProgram) throws -> Int {
        let stat = try String(contentsOfFile: "/proc/\(server.program.processIdentifier)/stat", encoding: .utf8)
        let fields = stat.split(separator: " ")
        return try #require(Int(fields[13])) + #require(Int(fields[14]))
    }
}
