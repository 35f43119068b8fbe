import NIOSSL
import TestSupport
import Testing

@testable import WebSocketTransport

@Suite(.timeLimit(.minutes(5))) struct TLSTests {
    private static let message = frame(0x81, "secure") + closeFrame(1000)

    /// What a connection to a TLS server brings.
    private func events(
        from certificate: TestCertificate, host: String, authorities: String?,
        version: TLSVersion? = nil
    ) async throws -> [WebSocketEvent] {
        var configuration = WebSocketConfiguration()
        configuration.tls.certificateAuthorityFile = authorities
        return try await ScriptedServer.run(tls: certificate.serverContext(version: version)) { peer in
            try await peer.upgrade(with: Self.message)
            try await peer.end()
        } client: { [configuration] port in
            let uri = try WebSocketURI(parsing: "wss://\(host):\(port)")
            return try await NIOWebSocketConnector().withConnection(to: uri, configuration: configuration) {
                await $0.events.all().events
            }
        }
    }

    @Test(
        "A certificate of a given authority is trusted, for a name and for an address",
        arguments: ["localhost", "127.0.0.1"])
    func trusted(host: String) async throws {
        try await TestCertificate.with { certificate in
            let events = try await events(from: certificate, host: host, authorities: certificate.certificateFile)
            #expect(events == [.text(utf8("secure")), .closed(.normalClosure, reason: "")])
        }
    }

    @Test("A self-signed certificate is not trusted by itself")
    func selfSigned() async throws {
        try await TestCertificate.with { certificate in
            let error = await #expect(throws: WebSocketTransportError.self) {
                try await events(from: certificate, host: "localhost", authorities: nil)
            }
            #expect(
                error?.description == "TLS with localhost failed: the certificate is self-signed and not trusted; "
                    + "if it is the right one, give it with --ca-file")
        }
    }

    @Test("An expired certificate")
    func expired() async throws {
        try await TestCertificate.with(days: -1) { certificate in
            let error = await #expect(throws: WebSocketTransportError.self) {
                try await events(from: certificate, host: "localhost", authorities: certificate.certificateFile)
            }
            let words = /TLS with localhost failed: the certificate has expired \(\d{4}-\d\d-\d\d\); renew .*/
            #expect(error?.description.wholeMatch(of: words) != nil, "\(String(describing: error))")
        }
    }

    @Test("A certificate for another name or address", arguments: ["localhost", "127.0.0.1"])
    func wrongHost(host: String) async throws {
        try await TestCertificate.with(names: "DNS:other.example") { certificate in
            let error = await #expect(throws: WebSocketTransportError.self) {
                try await events(from: certificate, host: host, authorities: certificate.certificateFile)
            }
            let detail =
                "the certificate is not for \(host); it is for other.example; use a name that it has in the URI"
            #expect(error == .tlsFailed(host: host, detail: detail))
        }
    }

    @Test("An authority that nobody trusts")
    func unknownAuthority() async throws {
        try await TestCertificate.with { authority in
            try await TestCertificate.with(signer: authority) { certificate in
                let events = try await events(
                    from: certificate, host: "localhost", authorities: authority.certificateFile)
                #expect(events.first == .text(utf8("secure")))
                let error = await #expect(throws: WebSocketTransportError.self) {
                    try await self.events(from: certificate, host: "localhost", authorities: nil)
                }
                #expect(error?.description.contains("not signed by a trusted authority; if it") == true)
                #expect(error?.description.contains("--ca-file") == true)
            }
        }
    }

    @Test("TLS 1.2 and 1.3 are spoken, and nothing older", arguments: [TLSVersion.tlsv11, .tlsv12, .tlsv13])
    func versions(version: TLSVersion) async throws {
        try await TestCertificate.with { certificate in
            do {
                let events = try await events(
                    from: certificate, host: "localhost", authorities: certificate.certificateFile,
                    version: version)
                #expect(version != .tlsv11 && !events.isEmpty)
            } catch let error as WebSocketTransportError {
                #expect(version == .tlsv11)
                #expect(error.description.contains("neither TLS 1.2 nor TLS 1.3"), "\(error)")
            }
        }
    }

    @Test(
        "Servers that say in HTTP that they want TLS",
        arguments: [
            "<center>The plain HTTP request was sent to HTTPS port</center>",
            "Client sent an HTTP request to an HTTPS server.\n",
        ])
    func wantsTLS(body: String) async throws {
        try await ScriptedServer.run { peer in
            _ = try await peer.request()
            try await peer.send(Array("HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n\(body)".utf8))
            try await peer.end()
        } client: { port in
            let error = await #expect(throws: WebSocketTransportError.self) { try await withLink(port: port) { _ in } }
            #expect(error == .handshakeInvalid(detail: "the server speaks TLS on this port; use wss://"))
        }
    }

    @Test("A server that does not speak TLS")
    func plainServer() async throws {
        try await ScriptedServer.run { peer in
            try await peer.send(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
            try await peer.end()
        } client: { port in
            let uri = try WebSocketURI(parsing: "wss://localhost:\(port)")
            let error = await #expect(throws: WebSocketTransportError.self) {
                try await NIOWebSocketConnector().withConnection(to: uri, configuration: .init()) { _ in }
            }
            #expect(error?.typeName == "TLSError")
            #expect(error?.description.contains("does not speak TLS on this port") == true)
        }
    }

    @Test("Plain HTTP to a TLS server")
    func plainClient() async throws {
        try await TestCertificate.with { certificate in
            try await ScriptedServer.run(tls: certificate.serverContext()) { peer in
                try await peer.end()
            } client: { port in
                let error = await #expect(throws: WebSocketTransportError.self) {
                    try await withLink(port: port) { _ in }
                }
                // Some TLS servers answer with an alert, others just hang up: both are told.
                #expect(error?.typeName == "HandshakeInvalid")
                #expect(error?.description.contains("use wss://") == true, "\(String(describing: error))")
            }
        }
    }

    @Test("A file of authorities that cannot be read")
    func noFile() async throws {
        var configuration = WebSocketConfiguration()
        configuration.tls.certificateAuthorityFile = "/does/not/exist.pem"
        let uri = try WebSocketURI(parsing: "wss://localhost:1")
        let error = await #expect(throws: WebSocketTransportError.self) {
            try await NIOWebSocketConnector().withConnection(to: uri, configuration: configuration) { _ in }
        }
        #expect(error?.typeName == "InvalidConfiguration")
        #expect(error?.description.contains("/does/not/exist.pem") == true)
    }
}
