import NIOSSL
import TestSupport
import Testing

@testable import WebSocketTransport

@Suite(.timeLimit(.minutes(5))) struct ClientCertificateTests {
    private static let message = frame(0x81, "secure") + closeFrame(1000)

    /// What a connection to a TLS server brings.
    private func events(
        from context: NIOSSLContext, host: String = "localhost",
        _ settings: (inout WebSocketConfiguration.TLSSettings) -> Void
    ) async throws -> [WebSocketEvent] {
        var configuration = WebSocketConfiguration()
        settings(&configuration.tls)
        return try await ScriptedServer.run(tls: context) { peer in
            try await peer.upgrade(with: Self.message)
            try await peer.end()
        } client: { [configuration] port in
            let uri = try WebSocketURI(parsing: "wss://\(host):\(port)")
            return try await NIOWebSocketConnector().withConnection(to: uri, configuration: configuration) {
                await $0.events.all().events
            }
        }
    }

    @Test("Insecure takes a self-signed certificate, for any name", arguments: ["DNS:localhost", "DNS:other.example"])
    func insecure(names: String) async throws {
        try await TestCertificate.with(names: names) { certificate in
            let events = try await events(from: certificate.serverContext()) { $0.isInsecure = true }
            #expect(events == [.text(utf8("secure")), .closed(.normalClosure, reason: "")])
        }
    }

    @Test("A server that asks for a certificate gets the one given", arguments: [true, false])
    func clientCertificate(isGiven: Bool) async throws {
        try await TestCertificate.with { server in
            try await TestCertificate.with { client in
                let context = try server.serverContext(trusting: client.certificateFile)
                // With TLS 1.3 a refusal comes after the handshake, so it may be an error or an end without a message.
                let events = try? await events(from: context) { tls in
                    tls.certificateAuthorityFile = server.certificateFile
                    guard isGiven else { return }
                    tls.clientCertificateFile = client.certificateFile
                    tls.clientKeyFile = client.keyFile
                }
                #expect(events?.contains(.text(utf8("secure"))) ?? false == isGiven)
            }
        }
    }

    @Test("A certificate and its key are checked before anything is sent")
    func unusable() async throws {
        try await TestCertificate.with { certificate in
            let cases: [(certificate: String?, key: String?, detail: String)] = [
                (certificate.certificateFile, nil, "together"),
                (nil, certificate.keyFile, "together"),
                ("/does/not/exist.pem", certificate.keyFile, "/does/not/exist.pem"),
                (certificate.certificateFile, "/does/not/exist.key", "/does/not/exist.key"),
                (certificate.certificateFile, certificate.certificateFile, "PEM key"),
            ]
            for unusable in cases {
                var configuration = WebSocketConfiguration()
                configuration.tls.clientCertificateFile = unusable.certificate
                configuration.tls.clientKeyFile = unusable.key
                let error = #expect(throws: WebSocketTransportError.self) { try configuration.check() }
                #expect(error?.description.contains(unusable.detail) == true, "\(String(describing: error))")
            }
        }
    }

    @Test("A header that would break the request is found before connecting, its value unsaid")
    func headers() throws {
        var configuration = WebSocketConfiguration()
        configuration.headers = [("X-Key", "hunter2\r\nX: y")]
        let error = #expect(throws: WebSocketTransportError.self) { try configuration.check() }
        #expect(error?.description.contains("X-Key") == true)
        #expect(error?.description.contains("hunter2") == false)
    }
}
