import Foundation
import TestSupport
import Testing
import WebSocketTransport

/// Messages that come faster than anyone reads: the lines are written in batches, and none is lost, torn or out of order.
@Suite(.serialized) struct FloodTests {
    private static let count = 20_000
    /// After so many the flood's messages begin again.
    private static let period = 64

    /// A server that sends `count` messages as fast as it can, then closes.
    private static func flood() async throws -> (program: RunningProgram, uri: String) {
        let program = try RunningProgram(TestTools.benchmarks, ["blast", "--messages", "\(count)"])
        return (program, "ws://127.0.0.1:\(try await program.lines(1)[0])")
    }

    private static func arguments(_ uri: String, _ format: String) -> [String] {
        ["--uri", uri, "--format", format, "--no-reconnect"]
    }

    private static func check(_ output: String) {
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == count + 1)
        #expect(lines.last == "", "the last line is whole")
        #expect(Set(lines.prefix(period)).count == period)
        #expect(lines.dropLast().indices.allSatisfy { lines[$0] == lines[$0 % period] })
    }

    @Test("clients that are served in turn all get their messages, and pongs")
    func served() async throws {
        let server = try RunningProgram(TestTools.benchmarks, ["pace", "--connections", "3", "--rate", "20"])
        defer { server.kill() }
        let uri = "ws://127.0.0.1:\(try await server.lines(1)[0])"
        let clients = try (0..<2).map { _ in try RunningProgram(TestTools.client, Self.arguments(uri, "simple")) }
        defer { for client in clients { client.kill() } }
        try await NIOWebSocketConnector().withConnection(
            to: try WebSocketURI(parsing: uri), configuration: WebSocketConfiguration()
        ) { link in
            for client in clients {
                #expect(try await client.lines(2).allSatisfy { $0.contains("CPU:") })
            }
            try await link.ping([7])
            var messages = 0
            for try await event in link.events {
                switch event {
                case .text: messages += 1
                case .pong(let payload):
                    #expect(payload == [7])
                    #expect(messages > 0)
                    return
                case .binary, .closed: Issue.record("\(event)")
                }
            }
        }
    }

    @Test("every message is printed, in order, before the end", arguments: ["simple", "jsonl"])
    func everyLine(format: String) async throws {
        let (server, uri) = try await Self.flood()
        defer { server.kill() }
        let client = try RunningProgram(TestTools.client, Self.arguments(uri, format))
        defer { client.kill() }
        let (status, output, error) = try await client.finish()
        #expect(status == 69, "reconnecting is off")
        #expect(error.contains("1000"))
        Self.check(output)
    }

    @Test("a pipe that takes little at a time, and says so")
    func nonBlockingPipe() async throws {
        let (server, uri) = try await Self.flood()
        defer { server.kill() }
        let pipe = try PrivatePipe()
        var bytes: Int32 = 4096
        setsockopt(
            pipe.writeEnd.fileDescriptor, SOL_SOCKET, SO_SNDBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
        _ = fcntl(pipe.writeEnd.fileDescriptor, F_SETFL, O_NONBLOCK)
        let client = try RunningProgram(TestTools.client, Self.arguments(uri, "simple"), reader: pipe.writeEnd)
        defer { client.kill() }
        try pipe.writeEnd.close()
        let output = await onOwnThread { (try? pipe.readEnd.readToEnd()) ?? Data() }
        #expect(try await client.finish().status == 69)
        Self.check(String(decoding: output, as: UTF8.self))
    }

    @Test("a reader that leaves ends it quietly, whatever waits")
    func readerLeaves() async throws {
        let (server, uri) = try await Self.flood()
        defer { server.kill() }
        let pipe = try PrivatePipe()
        let client = try RunningProgram(TestTools.client, Self.arguments(uri, "json"), reader: pipe.writeEnd)
        defer { client.kill() }
        try pipe.writeEnd.close()
        let first = await onOwnThread { try? pipe.readEnd.read(upToCount: 2) }
        #expect(first == Data("{\n".utf8))
        try pipe.readEnd.close()
        let (status, _, error) = try await client.finish()
        #expect(status == 0)
        #expect(!error.contains("cannot be written"))
    }

    @Test("a full disk is told, and ends it")
    func fullDisk() async throws {
        let (server, uri) = try await Self.flood()
        defer { server.kill() }
        let full = try FileHandle(forWritingTo: URL(filePath: "/dev/full"))
        let client = try RunningProgram(TestTools.client, Self.arguments(uri, "simple"), reader: full)
        defer { client.kill() }
        let (status, _, error) = try await client.finish()
        #expect(status == 73)
        #expect(error.contains("standard output cannot be written: No space left on device"))
    }
}
