import MonitoringMessages
import MonitoringWebSocketServer
import TestSupport
import Testing
import WebSocketTransport

@Suite(.timeLimit(.minutes(5))) struct LifetimeTests {
    @Test("A server that stops says goodbye to all with 1001, and waits for none that does not answer")
    func goodbye() async throws {
        let stop = AsyncStream<Void>.makeStream()
        let started = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await withServer({ $0.limits.closeTimeout = .milliseconds(300) }) { port in
                    started.continuation.yield(port)
                    for await _ in stop.stream { break }
                }
            }
            let port = try #require(await started.stream.first { _ in true })
            try await RawClient.upgraded(port: port) { silent in
                try await withLink(port: port) { link in
                    var events = link.events.makeAsyncIterator()
                    _ = try await events.next()
                    stop.continuation.finish()
                    var last: WebSocketEvent?
                    while let event = try await events.next() { last = event }
                    #expect(last == .closed(.goingAway, reason: "Server is shutting down"))
                }
                #expect(try await silent.answer().closeCode == 1001)
                try await silent.end()
            }
            try await group.waitForAll()
            // The port is given back.
            let again = try await withServer({ $0.port = port }) { $0 }
            #expect(again == port)
        }
    }

    @Test func theErrorOfTheBodyComesThrough() async throws {
        struct Failure: Error {}
        await #expect(throws: Failure.self) {
            try await withServer { port in
                try await RawClient.upgraded(port: port) { _ in throw Failure() }
            }
        }
    }

    @Test func saysThatThePortIsInUse() async throws {
        try await withServer { port -> Void in
            await #expect(throws: MonitoringServerError.portInUse(host: "127.0.0.1", port: port)) {
                try await withServer({ $0.port = port }) { _ in }
            }
        }
    }

    typealias Change = @Sendable (inout MonitoringServerConfiguration) -> Void

    static let impossible: [(Change, MonitoringServerError)] = [
        ({ $0.host = "0.0.0.0" }, .unauthenticated(host: "0.0.0.0")),
        ({ $0.host = "::" }, .unauthenticated(host: "::")),
        (
            {
                $0.host = "192.0.2.1"; $0.access.allowsUnauthenticatedRemote = true
            }, .addressNotOfThisMachine(host: "192.0.2.1")
        ),
        ({ $0.host = "no such name" }, .hostNotResolved(host: "no such name")),
        ({ $0.port = 65536 }, .invalidSetting(detail: "the port 65536 is none; use 0 to 65535")),
        (
            { $0.tls = .init(certificateFile: "/nowhere", keyFile: "/nowhere") },
            .unusableFile(path: "/nowhere", detail: "no such file or directory")
        ),
        (
            { $0.tls = .init(certificateFile: "/dev/null", keyFile: "/dev/null") },
            .unusableFile(path: "/dev/null", detail: "it holds no certificate in PEM form")
        ),
        (
            { $0.access.credential = .bearerToken("") },
            .invalidSetting(detail: "the token is empty, or has other characters than visible ASCII ones")
        ),
    ]

    @Test("A setting that cannot work is told before anything listens", arguments: impossible)
    func refusesSettings(_ change: Change, error: MonitoringServerError) async {
        await #expect(throws: error) { try await withServer(change) { _ in } }
    }

    @Test("Other addresses are listened on with a token, or with permission", arguments: [true, false])
    func listensOnOtherAddresses(_ hasToken: Bool) async throws {
        try await withServer({
            $0.host = "0.0.0.0"
            if hasToken {
                $0.access.credential = .bearerToken("s3cret")
            } else {
                $0.access.allowsUnauthenticatedRemote = true
            }
        }) { #expect($0 > 0) }
    }

    @Test func speaksTLS() async throws {
        try await TestCertificate.with { certificate in
            let files = MonitoringServerConfiguration.TLSFiles(
                certificateFile: certificate.certificateFile, keyFile: certificate.keyFile)
            try await withServer({ $0.tls = files }) { port in
                var configuration = WebSocketConfiguration()
                configuration.tls.certificateAuthorityFile = certificate.certificateFile
                try await withLink(port: port, secure: true, configuration: configuration) { link in
                    var events = link.events.makeAsyncIterator()
                    guard case .text = try await events.next(), case .text = try await events.next() else {
                        Issue.record("no greeting and sample")
                        return
                    }
                }
                // Plain HTTP on the TLS port ends, and harms nothing.
                try await RawClient.with(port: port) { client in
                    try await client.send(Array("GET / HTTP/1.1\r\n\r\n".utf8))
                    try await client.end()
                }
            }
            try await TestCertificate.with { other in
                let mixed = MonitoringServerConfiguration.TLSFiles(
                    certificateFile: certificate.certificateFile, keyFile: other.keyFile)
                let detail = "it is not the key of \(mixed.certificateFile)"
                await #expect(throws: MonitoringServerError.unusableFile(path: mixed.keyFile, detail: detail)) {
                    try await withServer({ $0.tls = mixed }) { _ in }
                }
            }
        }
    }

    @Test func sourceOfThisMachineIsCompleteFromTheFirstSample() async throws {
        var source = SystemSampleSource()
        let sample = await source.sample()
        #expect(sample.processor?.usagePercent != nil)
        #expect(sample.memory?.totalBytes ?? 0 > 0)
        #expect(sample.timestamp != nil)
    }
}
