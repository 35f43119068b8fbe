import NIOSSL
import Testing

@testable import WebSocketTransport

@Suite(.timeLimit(.minutes(1))) struct TLSTests {
    private static let message = frame(0x81, "secure") + closeFrame(1000)

    /// What a connection to a TLS server brings.
    private func events(
        from certificate: TestCertificate, host: String, authorities: String?
    ) async throws -> [WebSocketEvent] {
        var configuration = WebSocketConfiguration()
        configuration.tls.certificateAuthorityFile = authorities
        return try await ScriptedServer.run(tls: certificate.serverContext()) { peer in
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
            #expect(events == [.text(Array("secure".utf8)), .closed(.normalClosure, reason: "")])
        }
    }

    @Test("A self-signed certificate is not trusted by itself")
    func selfSigned() async throws {
        try await TestCertificate.with { certificate in
            let error = await #expect(throws: WebSocketTransportError.self) {
                try await events(from: certificate, host: "localhost", authorities: nil)
            }
            #expect(error?.description == "TLS with localhost failed: the certificate is self-signed and not trusted")
        }
    }

    @Test("An expired certificate")
    func expired() async throws {
        try await TestCertificate.with(days: -1) { certificate in
            let error = await #expect(throws: WebSocketTransportError.self) {
                try await events(from: certificate, host: "localhost", authorities: certificate.certificateFile)
            }
            #expect(error?.description == "TLS with localhost failed: the certificate has expired")
        }
    }

    @Test("A certificate for another name or address", arguments: ["localhost", "127.0.0.1"])
    func wrongHost(host: String) async throws {
        try await TestCertificate.with(names: "DNS:other.example") { certificate in
            let error = await #expect(throws: WebSocketTransportError.self) {
                try await events(from: certificate, host: host, authorities: certificate.certificateFile)
            }
            #expect(error == .tlsFailed(host: host, detail: "the certificate is not for \(host)"))
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
                #expect(error?.typeName == "HandshakeInvalid")
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
