import NIOCore
import WebSocketTransport

/// The answer to the opening handshake, and its extensions.
enum ResponseFuzzing {
    private struct Reading: Equatable {
        var head: HTTPResponseHead?
        var rest: [UInt8] = []
        var problem: String?
    }

    static func run(_ bytes: [UInt8], size: Int) throws(ParserFuzzing.Finding) {
        let whole = read([bytes])
        try ParserFuzzing.check(
            whole == read(ParserFuzzing.pieces(of: bytes, size: size)), "splitting an answer changes it")
        guard let head = whole.head else { return }
        try ParserFuzzing.check((100...999).contains(head.status), "a status that is none")
        try ParserFuzzing.check(isOnOneLine(head.reason), "a control character in a reason")
        guard let uri = try? WebSocketURI(parsing: "ws://h"),
            let handshake = try? Handshake(
                to: uri, headers: [], nonce: [UInt8](repeating: 0, count: 16), offersCompression: true)
        else { throw ParserFuzzing.Finding(description: "no handshake") }
        do {
            _ = try handshake.check(head)
            try ParserFuzzing.check(head.status == 101, "an upgrade with another status")
        } catch let error as WebSocketTransportError {
            try ParserFuzzing.check(isOnOneLine(error.description), "a control character in an error's text")
        } catch {
            throw ParserFuzzing.Finding(description: "\(error)")
        }
    }

    static func runExtensions(_ bytes: [UInt8]) throws(ParserFuzzing.Finding) {
        guard let elements = ExtensionElement.list(parsing: [String(decoding: bytes, as: UTF8.self)]) else { return }
        for element in elements {
            try ParserFuzzing.check(element.name.isHTTPToken, "an extension's name is no token")
            for parameter in element.parameters {
                try ParserFuzzing.check(
                    parameter.name.isHTTPToken && parameter.value?.isHTTPToken ?? true, "a parameter is no token")
            }
            guard let agreed = try? PerMessageDeflate(agreedIn: element) else { continue }
            for direction in [agreed.server, agreed.client] {
                try ParserFuzzing.check((8...15).contains(direction.windowBits), "a window that zlib does not have")
            }
        }
    }

    private static func isOnOneLine(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    private static func read(_ pieces: [[UInt8]]) -> Reading {
        var parser = HTTPResponseHeadParser()
        var reading = Reading()
        for piece in pieces {
            var buffer = ByteBuffer(bytes: piece)
            guard reading.head == nil else {
                reading.rest += piece
                continue
            }
            do {
                reading.head = try parser.receive(&buffer)
            } catch {
                reading.problem = error.detail
                return reading
            }
            reading.rest += Array(buffer.readableBytesView)
        }
        return reading
    }
}
