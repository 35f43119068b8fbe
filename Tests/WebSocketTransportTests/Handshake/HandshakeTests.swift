import Foundation
import NIOCore
import Testing

@testable import WebSocketTransport

@Suite struct HandshakeTests {
    @Test(
        "SHA-1 matches the vectors of FIPS 180 and of lengths about a block",
        arguments: [
            ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
            ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
            ),
            (String(repeating: "a", count: 55), "c1c8bbdc22796e28c0e15163d20899b65621d65a"),
            (String(repeating: "a", count: 56), "c2db330f6083854c99d4b5bfb6e8f29f201be699"),
            (String(repeating: "a", count: 63), "03f09f5b158a7a8cdad920bddc29b81c18a551f5"),
            (String(repeating: "a", count: 64), "0098ba824b5c16427bd7a1122a5a442a25ec644d"),
            (String(repeating: "a", count: 65), "11655326c708d70319be2610e8a57d9a5b959d3b"),
            (String(repeating: "a", count: 119), "ee971065aaa017e0632a8ca6c77bb3bf8b1dfc56"),
            (String(repeating: "a", count: 1000), "291e9a6c66994949b57ba5e650361e98fc36b1ba"),
        ])
    func sha1(message: String, digest: String) {
        #expect(SHA1.digest(of: Array(message.utf8)).map { String(format: "%02x", $0) }.joined() == digest)
    }

    @Test("Base64 agrees with Foundation's", arguments: 0..<40)
    func base64(length: Int) {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ 60) }
        #expect(Base64.encode(bytes) == Data(bytes).base64EncodedString())
    }

    @Test("The example of RFC 6455 section 1.3")
    func accept() {
        #expect(Handshake.accept(for: "dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    }

    private static let nonce = Array("the sample nonce".utf8)

    @Test func request() throws {
        let uri = try WebSocketURI(parsing: "ws://u:p@[fe80::1%25eth0]:99/a?b=c")
        let handshake = try Handshake(to: uri, headers: [("X-One", "1"), ("X-Two", "é")], nonce: Self.nonce)
        #expect(
            String(buffer: handshake.request) == """
                GET /a?b=c HTTP/1.1\r
                Host: [fe80::1]:99\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                Sec-WebSocket-Version: 13\r
                Authorization: Basic dTpw\r
                X-One: 1\r
                X-Two: é\r
                \r\n
                """)
    }

    @Test(arguments: [
        ("ws://h", "h"), ("ws://h:80", "h"), ("ws://h:443", "h:443"), ("wss://h:443", "h"), ("wss://h:80", "h:80"),
        ("ws://[::1]:8765", "[::1]:8765"),
    ])
    func host(uri: String, host: String) throws {
        let handshake = try Handshake(to: WebSocketURI(parsing: uri), headers: [], nonce: Self.nonce)
        #expect(String(buffer: handshake.request).contains("\r\nHost: \(host)\r\n"))
    }

    @Test("A header of the user's replaces the URI's credentials")
    func explicitAuthorization() throws {
        let handshake = try Handshake(
            to: WebSocketURI(parsing: "ws://u:p@h"), headers: [("authorization", "Bearer x")], nonce: Self.nonce)
        let request = String(buffer: handshake.request)
        #expect(request.contains("authorization: Bearer x") && !request.contains("Basic"))
    }

    @Test(
        "Headers that would break the request are refused, and their values not repeated",
        arguments: [
            ("", "secret"), ("A B", "secret"), ("A:", "secret"), ("A\r\nB", "secret"), ("Ä", "secret"),
            ("A", "secret\r\nB: c"), ("A", "secret\n"), ("A", "secret\0"), ("A", "secret\u{7F}"), ("Host", "secret"),
            ("upgrade", "secret"), ("Connection", "secret"), ("sec-websocket-key", "secret"),
            ("Sec-WebSocket-Extensions", "secret"), ("Content-Length", "secret"), ("Transfer-Encoding", "secret"),
        ])
    func badHeaders(name: String, value: String) throws {
        let uri = try WebSocketURI(parsing: "ws://h")
        let error = #expect(throws: WebSocketTransportError.self) {
            try Handshake(to: uri, headers: [(name, value)], nonce: Self.nonce)
        }
        #expect(error?.typeName == "InvalidConfiguration")
        #expect(error?.description.contains("secret") == false)
        #expect(error?.description.contains("\n") == false)
    }

    private static let good = [
        "HTTP/1.1 101 Switching Protocols", "Upgrade: WebSocket", "Connection: keep-alive, upgrade",
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
    ]

    @discardableResult
    private static func check(_ lines: [String], offersCompression: Bool = false) throws -> PerMessageDeflate? {
        var buffer = ByteBuffer(string: lines.joined(separator: "\r\n") + "\r\n\r\nrest")
        var parser = HTTPResponseHeadParser()
        let head = try #require(try parser.receive(&buffer))
        #expect(String(buffer: buffer) == "rest")
        let uri = try WebSocketURI(parsing: "ws://h")
        return try Handshake(to: uri, headers: [], nonce: nonce, offersCompression: offersCompression).check(head)
    }

    @Test func goodAnswer() throws {
        try Self.check(Self.good)
        try Self.check(Self.good.map { $0.replacingOccurrences(of: ": ", with: ":\t ") })
    }

    @Test(
        "Answers that break RFC 6455 section 4.1, each in its own words",
        arguments: [
            ("Upgrade: WebSocket", "", "has no Upgrade header"),
            ("Upgrade: WebSocket", "Upgrade: h2c", "upgrades to h2c, not to WebSocket"),
            ("Connection: keep-alive, upgrade", "", "Connection header does not say Upgrade"),
            ("Connection: keep-alive, upgrade", "Connection: close", "Connection header does not say Upgrade"),
            ("K+xOo=", "K+xOp=", "Accept does not match the request's key"),
            ("K+xOo=", "K+xoo=", "Accept does not match the request's key"),
            ("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "", "has no Sec-WebSocket-Accept"),
            (
                "Upgrade: WebSocket", "Upgrade: websocket\r\nSec-WebSocket-Extensions: permessage-deflate",
                "the extension permessage-deflate, which was not asked for"
            ),
            (
                "Upgrade: WebSocket", "Upgrade: websocket\r\nSec-WebSocket-Protocol: chat",
                "the subprotocol chat, which was not asked for"
            ),
            (
                "Upgrade: WebSocket", "Upgrade: websocket\r\nSec-WebSocket-Version: 8",
                "version 8 of WebSocket; asked for was 13"
            ),
            ("HTTP/1.1 101", "HTTP/1.0 101", "HTTP/1.0, which cannot upgrade"),
            (
                "HTTP/1.1 101 Switching Protocols", "HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 8, 7",
                "the server speaks version 8, 7 of WebSocket, not 13"
            ),
        ])
    func badAnswer(part: String, replacement: String, words: String) {
        let lines = Self.good.map { $0.replacingOccurrences(of: part, with: replacement) }.filter { !$0.isEmpty }
        let error = #expect(throws: WebSocketTransportError.self) { try Self.check(lines) }
        #expect(error?.typeName == "HandshakeInvalid")
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }

    @Test(arguments: [
        ("HTTP/1.1 401 Unauthorized", 401, "Unauthorized"), ("HTTP/1.1 403", 403, "Forbidden"),
        ("HTTP/1.0 404 ", 404, "Not Found"), ("HTTP/1.1 503 Full up", 503, "Full up"), ("HTTP/1.1 200 OK", 200, "OK"),
        ("HTTP/1.1 599", 599, ""),
    ])
    func refusal(line: String, status: Int, reason: String) {
        #expect(throws: WebSocketTransportError.handshakeRefused(status: status, reason: reason)) {
            try Self.check([line, "Content-Length: 0"])
        }
    }

    @Test(
        "Bytes that are no HTTP/1 response are noticed at once, and the head is bounded",
        arguments: [
            "SSH-2.0-OpenSSH", "HTTP/2", "HTTP/1.2 200 OK\r\n\r\n", "HTTP/1.11 200 OK\r\n\r\n", "\u{15}\u{3}",
            "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\n: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n",
            "HTTP/1.1 200 O\rK\r\n\r\n", "HTTP/1.1 200 \u{1B}[2J\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA: " + String(repeating: "x", count: 16 * 1024),
        ])
    func malformed(bytes: String) {
        var buffer = ByteBuffer(string: bytes)
        var parser = HTTPResponseHeadParser()
        #expect(throws: HTTPResponseHeadParser.Malformed.self) { try parser.receive(&buffer) }
    }
}
