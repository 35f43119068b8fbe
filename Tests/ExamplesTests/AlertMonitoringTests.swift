import AlertDelivery
import Foundation
import MonitoringAlerts
import MonitoringMessages
import MonitoringWebSocketServer
import TestSupport
import Testing

/// The manual's alert program against our server, and a mail server that says yes to everything.
@Suite(.timeLimit(.minutes(2)))
struct AlertMonitoringTests {
    private struct Busy: SampleSource {
        func sample() async -> MonitoringSample {
            var sample = MonitoringSample()
            sample.processor = .init()
            sample.processor?.usagePercent = 93
            sample.memory = .init()
            sample.memory?.usagePercent = 86
            return sample
        }
    }

    /// Takes one connection on a free loopback port, and what is mailed over it. Blocking, so on a thread of its own.
    private struct Mailbox {
        let port: Int
        let lines: AsyncStream<String>

        init() throws {
            let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isBound = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(listener, $0, length) == 0 && listen(listener, 1) == 0
                        && getsockname(listener, $0, &length) == 0
                }
            }
            try #require(isBound)
            port = Int(UInt16(bigEndian: address.sin_port))
            let (lines, line) = AsyncStream<String>.makeStream()
            self.lines = lines
            Thread.detachNewThread {
                let handle = FileHandle(fileDescriptor: accept(listener, nil, nil), closeOnDealloc: true)
                close(listener)
                // Whoever has said QUIT may cut the connection before the last answer.
                try? Self.converse(handle, line)
                line.finish()
            }
        }

        private static func converse(_ handle: FileHandle, _ line: AsyncStream<String>.Continuation) throws {
            try handle.write(contentsOf: Data("220 hello\r\n".utf8))
            var rest = ""
            var isMail = false
            while case let data = try handle.nextData(), !data.isEmpty {
                rest += String(decoding: data, as: UTF8.self)
                while let end = rest.firstRange(of: "\r\n") {
                    let text = String(rest[..<end.lowerBound])
                    rest = String(rest[end.upperBound...])
                    line.yield(text)
                    if text == "DATA" { isMail = true }
                    if text == "." { isMail = false }
                    if !isMail || text == "DATA" {
                        try handle.write(contentsOf: Data((isMail ? "354 go\r\n" : "250 ok\r\n").utf8))
                    }
                }
            }
        }
    }

    @Test("what is above the thresholds is mailed, in one mail")
    func mail() async throws {
        let mailbox = try Mailbox()
        let address = try #require(MailAddress("admin@example.com"))
        var mail = MailConfiguration(host: "127.0.0.1", from: address, to: [address], security: .none)
        mail.port = mailbox.port
        var rules = AlertRules()
        rules.hold = .zero
        let monitoring = AlertMonitoring(mail: mail, rules: rules)
        var server = MonitoringServerConfiguration()
        server.port = 0
        try await withMonitoringServer(server, source: Busy()) { address in
            try await monitoring.run(uri: address.description) {
                var lines: [String] = []
                for await line in mailbox.lines { lines.append(line) }
                #expect(lines.contains("Subject: CPU 93% on \(address.description), and 1 more"))
                #expect(lines.contains { $0.hasPrefix("CRITICAL: CPU 93% on ") })
                #expect(lines.contains { $0.hasPrefix("WARNING: RAM 86% on ") })
                #expect(lines.suffix(2) == [".", "QUIT"])
            }
        }
        #expect(monitoring.queue.counts.sent == 2)
    }

    @Test("the program is short")
    func length() throws {
        let program = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "AlertMonitoring.swift")
        #expect(try String(contentsOf: program, encoding: .utf8).split(separator: "\n").count < 30)
    }
}
