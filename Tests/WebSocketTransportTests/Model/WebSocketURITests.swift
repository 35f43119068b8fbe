import Testing

@testable import WebSocketTransport

@Suite struct WebSocketURITests {
    struct Case: CustomTestStringConvertible {
        var text: String
        var host: String
        var port: Int
        var target: String
        var secure = false
        var authorization: String?
        var shown: String
        var testDescription: String { text }
    }

    static let valid: [Case] = [
        .init(text: "ws://localhost:8765", host: "localhost", port: 8765, target: "/", shown: "ws://localhost:8765"),
        .init(text: "WS://Host/", host: "Host", port: 80, target: "/", shown: "ws://Host"),
        .init(
            text: "wss://a.example", host: "a.example", port: 443, target: "/", secure: true, shown: "wss://a.example"),
        .init(text: "wss://h:80/", host: "h", port: 80, target: "/", secure: true, shown: "wss://h:80"),
        .init(text: "ws://127.0.0.1:1", host: "127.0.0.1", port: 1, target: "/", shown: "ws://127.0.0.1:1"),
        .init(text: "ws://[::1]:65535/x", host: "::1", port: 65535, target: "/x", shown: "ws://[::1]:65535/x"),
        .init(text: "ws://[fe80::1%eth0]", host: "fe80::1%eth0", port: 80, target: "/", shown: "ws://[fe80::1%eth0]"),
        .init(text: "ws://[fe80::1%25eth0]", host: "fe80::1%eth0", port: 80, target: "/", shown: "ws://[fe80::1%eth0]"),
        .init(text: "ws://my_host.lan.:9", host: "my_host.lan.", port: 9, target: "/", shown: "ws://my_host.lan.:9"),
        .init(text: "ws://h:/p", host: "h", port: 80, target: "/p", shown: "ws://h/p"),
        .init(text: "ws://h?a=b", host: "h", port: 80, target: "/?a=b", shown: "ws://h/?a=b"),
        .init(
            text: "ws://h/a%2Fb//c/../d;e?x=%20&y=/?:@", host: "h", port: 80, target: "/a%2Fb//c/../d;e?x=%20&y=/?:@",
            shown: "ws://h/a%2Fb//c/../d;e?x=%20&y=/?:@"),
        .init(text: "ws://h/é?ü=1", host: "h", port: 80, target: "/%C3%A9?%C3%BC=1", shown: "ws://h/%C3%A9?%C3%BC=1"),
        .init(
            text: "ws://user:pa%3Ass%40@h:1/p", host: "h", port: 1, target: "/p",
            authorization: "Basic dXNlcjpwYTpzc0A=", shown: "ws://h:1/p"),
        .init(text: "ws://user@h", host: "h", port: 80, target: "/", authorization: "Basic dXNlcjo=", shown: "ws://h"),
        .init(
            text: "ws://a:b:c@d@h", host: "h", port: 80, target: "/", authorization: "Basic YTpiOmNAZA==",
            shown: "ws://h"),
        .init(text: "ws://@h", host: "h", port: 80, target: "/", shown: "ws://h"),
        .init(
            text: "ws://h/?token=t&a=1&API_KEY=k&%70assword=p&flag&access_token=", host: "h", port: 80,
            target: "/?token=t&a=1&API_KEY=k&%70assword=p&flag&access_token=",
            shown: "ws://h/?token=…&a=1&API_KEY=…&%70assword=…&flag&access_token=…"),
    ]

    @Test(arguments: valid)
    func parses(_ expected: Case) throws {
        let uri = try WebSocketURI(parsing: expected.text)
        #expect(uri.host == expected.host)
        #expect(uri.port == expected.port)
        #expect(uri.requestTarget == expected.target)
        #expect(uri.isSecure == expected.secure)
        #expect(uri.authorization == expected.authorization)
        #expect(uri.description == expected.shown)
    }

    static let invalid: [(String, WebSocketURIError, String)] = [
        ("", .empty, "empty"),
        ("ws://a b", .forbiddenCharacter(0x20), "%20"),
        (" ws://a", .forbiddenCharacter(0x20), "space"),
        ("ws://a\n", .forbiddenCharacter(0x0A), "U+000A"),
        ("ws://a\u{1B}", .forbiddenCharacter(0x1B), "U+001B"),
        ("ws://a\u{9B}", .forbiddenCharacter(0x9B), "U+009B"),
        ("localhost:8765", .missingScheme(suggestion: "ws://localhost:8765"), "did you mean ws://localhost:8765?"),
        ("[::1]:8765/x", .missingScheme(suggestion: "ws://[::1]:8765/x"), "did you mean"),
        ("ws:localhost", .missingScheme(suggestion: nil), "ws://HOST:PORT"),
        ("user:secret@host", .missingScheme(suggestion: nil), "no scheme"),
        ("user:secret@host/?u=http://x", .missingScheme(suggestion: nil), "no scheme"),
        ("://h", .missingScheme(suggestion: nil), "no scheme"),
        ("http://h", .unsupportedScheme("http"), "the scheme is \"http\"; use ws:// or wss://"),
        ("ws://h/#f", .fragment, "fragment"),
        ("ws://h#", .fragment, "%23"),
        ("ws://h/#\u{301}", .fragment, "fragment"),
        ("ws://", .emptyHost, "no host"),
        ("ws:///p", .emptyHost, "no host"),
        ("ws://:80", .emptyHost, "no host"),
        ("ws://u:p@:80", .emptyHost, "no host"),
        ("ws://a..b", .invalidHost("a..b"), "the host is \"a..b\""),
        ("ws://ä.example", .invalidHost("ä.example"), "xn--"),
        ("ws://a%41", .invalidHost("a%41"), "host"),
        ("ws://256.1.1.1", .invalidHost("256.1.1.1"), "IPv4"),
        ("ws://127.1", .invalidHost("127.1"), "IPv4"),
        ("ws://[::1", .invalidHost("[::1"), "brackets"),
        ("ws://[::g]", .invalidHost("[::g]"), "IPv6"),
        ("ws://[127.0.0.1]", .invalidHost("[127.0.0.1]"), "IPv6"),
        ("ws://[::1%]", .invalidHost("[::1%]"), "IPv6"),
        ("ws://[::1]x", .invalidHost("[::1]x"), "IPv6"),
        ("ws://::1", .bareIPv6Address("::1"), "ws://[ADDRESS]:PORT"),
        ("ws://h:0", .invalidPort("0"), "1 to 65535"),
        ("ws://h:65536", .invalidPort("65536"), "the port is \"65536\""),
        ("ws://h:-1", .invalidPort("-1"), "1 to 65535"),
        ("ws://h:+1", .invalidPort("+1"), "1 to 65535"),
        ("ws://h:99999999999999999999", .invalidPort("99999999999999999999"), "1 to 65535"),
        ("ws://h:8x", .invalidPort("8x"), "1 to 65535"),
        ("ws://u%zz:secret@h", .invalidUserInformation, "percent-encode"),
        ("ws://u%3A:secret@h", .invalidUserInformation, "percent-encode"),
        ("ws://u:secret%0D%0AX@h", .invalidUserInformation, "control"),
        ("ws://u:secret:x/ret@h", .invalidUserInformation, "percent-encode"),
        ("ws://u:sec/ret@h", .invalidUserInformation, "percent-encode"),
    ]

    @Test(arguments: invalid)
    func rejects(text: String, expected: WebSocketURIError, words: String) {
        let error = #expect(throws: WebSocketURIError.self) { try WebSocketURI(parsing: text) }
        #expect(error == expected)
        #expect(error?.description.contains(words) == true)
        #expect(error?.description.contains("secret") == false)
    }

    @Test("Credentials are in no text made of a URI or a configuration")
    func secrets() throws {
        let uri = try WebSocketURI(parsing: "ws://user:hunter2@h/?token=t0ken")
        var configuration = WebSocketConfiguration()
        configuration.headers = [("X-Api", "hunter2")]
        var dumped = ""
        dump(uri, to: &dumped)
        dump(configuration, to: &dumped)
        let texts = [
            "\(uri)", String(reflecting: uri), "\([uri])", "\(Optional(uri) as Any)", dumped, "\(configuration)",
            String(reflecting: configuration),
        ]
        for text in texts {
            #expect(!text.contains("hunter2") && !text.contains("t0ken") && !text.contains("aHVudGVy"))
            #expect(!text.contains("Basic"))
        }
    }
}
