import Testing

@testable import WebSocketTransport

@Suite struct ProxySettingsTests {
    private func proxy(for uri: String, _ environment: [String: String]) throws -> ProxyAddress? {
        try ProxySettings { environment[$0] }.proxy(for: WebSocketURI(parsing: uri))
    }

    @Test("Each scheme has its variable; lower case wins, and an empty value is none")
    func variables() throws {
        let both = ["HTTPS_PROXY": "http://secure.test:1", "HTTP_PROXY": "plain.test:2"]
        #expect(try proxy(for: "wss://h", both)?.description == "secure.test:1")
        #expect(try proxy(for: "ws://h", both)?.description == "plain.test:2")
        #expect(try proxy(for: "ws://h", ["HTTPS_PROXY": "http://secure.test:1"]) == nil)
        #expect(try proxy(for: "wss://h", both.merging(["https_proxy": "lower.test:3"]) { $1 })?.port == 3)
        #expect(try proxy(for: "wss://h", both.merging(["https_proxy": ""]) { $1 }) == nil)
        #expect(try proxy(for: "wss://h", ["HTTPS_PROXY": "http://[::1]/"])?.description == "[::1]:80")
        #expect(try proxy(for: "wss://h", [:]) == nil)
    }

    @Test("Credentials become Basic authorization, and are in no text")
    func credentials() throws {
        let environment = ["HTTPS_PROXY": "http://user:hunter2@p.test:3128"]
        let proxy = try #require(try proxy(for: "wss://h", environment))
        #expect(proxy.authorization == "Basic dXNlcjpodW50ZXIy")
        let settings = ProxySettings { environment[$0] }
        var configuration = WebSocketConfiguration()
        configuration.proxies = settings
        var dumped = ""
        dump(proxy, to: &dumped)
        dump(configuration, to: &dumped)
        for text in ["\(proxy)", "\(settings)", String(reflecting: settings), "\(configuration)", dumped] {
            #expect(!text.contains("hunter2") && !text.contains("dXNlcjpodW50ZXIy"), "\(text)")
        }
        #expect("\(configuration)".contains("HTTPS_PROXY"))
    }

    @Test(
        "What is no proxy is refused, without its value",
        arguments: [
            ("socks5://user:hunter2@p:1", "socks5://, which is not supported"),
            ("https://hunter2", "https://, which is not supported"), ("hunter2://x", "names no HTTP proxy"),
            ("http://user:hunter2@p:x", "names no HTTP proxy"), ("http://p/hunter2", "names no HTTP proxy"),
            ("http://", "names no HTTP proxy"),
        ])
    func invalid(text: String, words: String) throws {
        let error = #expect(throws: WebSocketTransportError.self) {
            try proxy(for: "wss://h", ["https_proxy": text])
        }
        #expect(error?.typeName == "InvalidConfiguration")
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        #expect(error?.description.contains("https_proxy") == true)
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test(
        "What NO_PROXY takes out",
        arguments: [
            ("*", "ws://a.test", true), ("", "ws://a.test", false), ("a.test", "ws://a.test", true),
            ("a.test", "ws://A.TEST.:99", true), ("a.test", "ws://x.a.test", true), ("a.test", "ws://xa.test", false),
            (".a.test", "ws://x.a.test", true), (".a.test", "ws://a.test", true), ("*.a.test", "ws://x.a.test", true),
            ("b.test, a.test", "ws://a.test", true), ("b.test a.test", "ws://a.test", true),
            ("a.test:80", "ws://a.test", true), ("a.test:81", "ws://a.test", false), ("*:81", "ws://a.test:81", true),
            ("10.0.0.0/8", "ws://10.200.3.4", true), ("10.0.0.0/8", "ws://11.0.0.1", false),
            ("10.0.0.0/9", "ws://10.128.0.1", false), ("10.1.2.3", "ws://10.1.2.3", true),
            ("10.1.2.3:80", "ws://10.1.2.3", true), ("10.1.2.3", "ws://10.1.2.30", false),
            ("0.0.0.0/0", "ws://9.9.9.9", true), ("10.0.0.0/33", "ws://10.0.0.1", false),
            ("2.3", "ws://1.2.3.2", false),
            ("fe80::/10", "ws://[fe80::1%25eth0]", true), ("2001:db8::1", "ws://[2001:db8:0::1]", true),
            ("[2001:db8::1]:80", "ws://[2001:db8::1]", true), ("2001:db8::/32", "ws://[2001:db9::1]", false),
            ("", "ws://localhost:8765", true), ("", "ws://127.9.9.9", true), ("", "ws://[::1]", true),
            (",, ,", "ws://a.test", false),
        ])
    func exceptions(list: String, uri: String, isOut: Bool) throws {
        let environment = ["http_proxy": "http://p.test:1", "no_proxy": list]
        #expect((try proxy(for: uri, environment) == nil) == isOut)
    }
}
