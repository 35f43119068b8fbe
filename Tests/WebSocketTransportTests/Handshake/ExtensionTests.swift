import NIOCore
import Testing

@testable import WebSocketTransport

@Suite struct ExtensionTests {
    private typealias Element = ExtensionElement

    @Test("The header's grammar (RFC 6455 section 9.1)")
    func grammar() {
        let cases: [(values: [String], expected: [Element]?)] = [
            ([], []), ([""], []), ([" , ,"], []),
            (["a"], [Element(name: "a", parameters: [])]),
            (["a, b", "c"], ["a", "b", "c"].map { Element(name: $0, parameters: []) }),
            (
                ["a; x; y=1 ;\tz = \"2\",b"],
                [
                    Element(
                        name: "a",
                        parameters: [
                            .init(name: "x", value: nil), .init(name: "y", value: "1"), .init(name: "z", value: "2"),
                        ]), Element(name: "b", parameters: []),
                ]
            ),
            (["a b"], nil), (["a;"], nil), (["a; x="], nil), (["a; =1"], nil), (["a; x=\"1"], nil),
            (["a; x=\"\""], nil), (["a; x=\"1 2\""], nil), (["; x"], nil), (["ä"], nil), (["a, ;"], nil),
        ]
        for (values, expected) in cases {
            #expect(Element.list(parsing: values) == expected, "\(values)")
        }
    }

    private static func answer(_ extensions: String, offersCompression: Bool = true) throws -> PerMessageDeflate? {
        var buffer = ByteBuffer(
            string: """
                HTTP/1.1 101 Switching Protocols\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
                Sec-WebSocket-Extensions: \(extensions)\r
                \r

                """)
        var parser = HTTPResponseHeadParser()
        let head = try #require(try parser.receive(&buffer))
        let handshake = try Handshake(
            to: WebSocketURI(parsing: "ws://h"), headers: [], nonce: Array("the sample nonce".utf8),
            offersCompression: offersCompression)
        #expect(String(buffer: handshake.request).contains(PerMessageDeflate.offer) == offersCompression)
        return try handshake.check(head)
    }

    @Test("What a server may agree to")
    func agreed() throws {
        let defaults = PerMessageDeflate()
        var small = defaults
        small.server.windowBits = 8
        small.client.windowBits = 10
        var forgetful = defaults
        forgetful.server.keepsContext = false
        forgetful.client.keepsContext = false
        #expect(try Self.answer("") == nil)
        #expect(try Self.answer("permessage-deflate") == defaults)
        #expect(
            try Self.answer("permessage-deflate; server_max_window_bits=8; client_max_window_bits=\"10\"") == small)
        #expect(
            try Self.answer("permessage-deflate;server_no_context_takeover;client_no_context_takeover") == forgetful)
    }

    @Test(
        "What it may not, each said in its own words",
        arguments: [
            ("x-webkit-deflate-frame", "the extension x-webkit-deflate-frame, which was not asked for"),
            ("permessage-deflate, permessage-deflate", "permessage-deflate twice"),
            ("permessage-deflate; foo", "the parameter foo, which was not asked for"),
            ("permessage-deflate; server_no_context_takeover=1", "has a value, but takes none"),
            ("permessage-deflate; client_no_context_takeover=\"x\"", "has a value, but takes none"),
            (
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
                "server_no_context_takeover twice"
            ),
            ("permessage-deflate; server_max_window_bits", "server_max_window_bits has no value; 8 to 15"),
            ("permessage-deflate; client_max_window_bits", "client_max_window_bits has no value; 8 to 15"),
            ("permessage-deflate; server_max_window_bits=7", "has the value 7; 8 to 15"),
            ("permessage-deflate; server_max_window_bits=16", "has the value 16; 8 to 15"),
            ("permessage-deflate; client_max_window_bits=09", "has the value 09; 8 to 15"),
            ("permessage-deflate; server_max_window_bits=1e1", "has the value 1e1; 8 to 15"),
            ("permessage-deflate;", "Sec-WebSocket-Extensions cannot be read"),
        ])
    func refused(extensions: String, words: String) {
        let error = #expect(throws: WebSocketTransportError.self) { try Self.answer(extensions) }
        #expect(error?.typeName == "HandshakeInvalid")
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }

    @Test("Compression that was not offered")
    func notOffered() {
        let error = #expect(throws: WebSocketTransportError.self) {
            try Self.answer("permessage-deflate", offersCompression: false)
        }
        #expect(error?.description.contains("the extension permessage-deflate, which was not asked for") == true)
    }
}
