package import NIOCore
import WebSocketTransport

/// The opening handshake of a server (RFC 6455 section 4.2).
package enum ServerHandshake {
    /// The 101 that accepts a request. Extensions and subprotocols offered are left unanswered, which declines them.
    /// - Throws: The answer that refuses it.
    package static func accept(_ request: HTTPRequestHead, access: ServerAccess) throws(HTTPRefusal) -> ByteBuffer {
        guard request.method == "GET" else {
            throw HTTPRefusal(405, "Only GET is answered here.", fields: [("Allow", "GET")])
        }
        guard request.version == "HTTP/1.1", request.fields.singleValue(of: "host") != nil else {
            throw HTTPRefusal(400, "An HTTP/1.1 request with one Host field is needed.")
        }
        guard request.fields.tokens(of: "upgrade").contains("websocket"),
            request.fields.tokens(of: "connection").contains("upgrade")
        else {
            throw HTTPRefusal(
                426, "This is a WebSocket monitoring server; connect with monitoring-websocket-client.",
                fields: [("Upgrade", "websocket")])
        }
        guard request.fields.values(of: "sec-websocket-version") == ["13"] else {
            throw HTTPRefusal(
                426, "WebSocket version 13 is needed.",
                fields: [("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13")])
        }
        guard let key = request.fields.singleValue(of: "sec-websocket-key"), isKey(key) else {
            throw HTTPRefusal(400, "The request has no valid Sec-WebSocket-Key.")
        }
        if let refusal = access.refusal(of: request) { throw refusal }
        return ByteBuffer(
            string: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: \(Handshake.accept(for: key))\r\n\r\n")
    }

    /// Base64 of 16 bytes.
    private static func isKey(_ text: String) -> Bool {
        let isBase64 = text.utf8.dropLast(2).allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                true
            default: false
            }
        }
        return text.utf8.count == 24 && text.hasSuffix("==") && isBase64
    }
}
