import Synchronization
import Testing

@testable import WebSocketTransport

@Suite(.timeLimit(.minutes(1))) struct RedirectTests {
    @Test(
        "Locations are resolved against the URI (RFC 3986 section 5.2)",
        arguments: [
            ("wss://b.test:9/x?y#z", "wss://b.test:9/x?y"), ("https://b.test/x", "wss://b.test/x"),
            ("HTTP://b.test", "ws://b.test"), ("//b.test/x", "ws://b.test/x"), ("/x", "ws://a.test:8/x"),
            ("x", "ws://a.test:8/p/x"), ("../x", "ws://a.test:8/x"), ("../../../x", "ws://a.test:8/x"),
            ("./x/./y/..", "ws://a.test:8/p/x/"), ("?n=1", "ws://a.test:8/p/q?n=1"), ("", "ws://a.test:8/p/q?r"),
            ("#top", "ws://a.test:8/p/q?r"), ("x?u=http://c.test", "ws://a.test:8/p/x?u=http://c.test"),
            ("ftp://b.test", nil), ("http://", nil), ("http://b.test:x", nil), ("a b", nil), ("\u{1}", nil),
        ] as [(String, String?)])
    func resolves(location: String, expected: String?) throws {
        let base = try WebSocketURI(parsing: "ws://user:pass@a.test:8/p/q?r")
        #expect(RedirectLocation.resolve(location, against: base)?.description == expected)
    }

    @Test(
        "What is not followed says where to and why",
        arguments: [
            ("ws://a.test", "ws://b.test", 0, 0, "redirects to ws://b.test; give that URI, or --follow-redirects"),
            ("ws://a.test", nil, 5, 5, "names no WebSocket address"),
            ("ws://a.test", "gopher://b.test", 5, 5, "names no WebSocket address"),
            ("wss://a.test", "ws://a.test", 5, 5, "ws://a.test, which is not encrypted"),
            ("wss://a.test", "http://b.test/?token=hunter2", 5, 5, "token=…, which is not encrypted"),
            ("ws://a.test", "ws://b.test", 0, 5, "more than 5 redirects, the last one to ws://b.test"),
        ] as [(String, String?, Int, Int, String)])
    func refused(from: String, location: String?, remaining: Int, limit: Int, words: String) throws {
        let uri = try WebSocketURI(parsing: from)
        let error = #expect(throws: WebSocketTransportError.self) {
            try Redirect(status: 302, location: location).next(from: uri, remaining: remaining, of: limit)
        }
        #expect(error?.typeName == "Redirected")
        #expect(error?.description.hasPrefix("HTTP 302 Found: ") == true)
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test(
        "Credentials stay with their origin",
        arguments: [
            ("ws://u:p@a.test", "/x", true), ("ws://u:p@a.test", "ws://A.TEST:80/x", true),
            ("ws://u:p@a.test", "ws://a.test:81", false), ("ws://u:p@a.test", "wss://a.test", false),
            ("ws://u:p@a.test", "ws://b.test", false), ("ws://a.test", "ws://x:y@a.test/", false),
        ])
    func credentials(from: String, location: String, isKept: Bool) throws {
        let uri = try WebSocketURI(parsing: from)
        let next = try Redirect(status: 307, location: location).next(from: uri, remaining: 1, of: 1)
        #expect(next.authorization == (isKept ? uri.authorization : nil))
    }

    /// A server whose first request is answered with a redirect to what `location` makes of the port, and its second one
    /// with an upgrade; and what the two requests were.
    private func run(
        location: @escaping @Sendable (Int) -> String, limit: Int
    ) async throws -> (requests: [[String]], error: WebSocketTransportError?) {
        let requests = Mutex<[[String]]>([])
        let ownPort = Mutex(0)
        let error = try await ScriptedServer.run { peer in
            let request = try await peer.request()
            let isFirst = requests.withLock {
                $0.append(request); return $0.count == 1
            }
            let target = location(ownPort.withLock { $0 })
            let redirect = "HTTP/1.1 302 Found\r\nLocation: \(target)\r\nContent-Length: 0\r\n\r\n"
            try await peer.send(Array((isFirst ? redirect : Peer.answer(to: request)).utf8))
            try await peer.end()
        } client: { port -> WebSocketTransportError? in
            ownPort.withLock { $0 = port }
            var configuration = WebSocketConfiguration()
            configuration.headers = [("X-Token", "abc")]
            configuration.maximumRedirects = limit
            let uri = try WebSocketURI(parsing: "ws://u:p@127.0.0.1:\(port)/old")
            do {
                try await NIOWebSocketConnector().withConnection(to: uri, configuration: configuration) { _ in }
                return nil
            } catch {
                return error as? WebSocketTransportError
            }
        }
        return (requests.withLock { $0 }, error)
    }

    @Test("On the same origin headers and credentials go along")
    func sameOrigin() async throws {
        let (requests, error) = try await run(location: { _ in "/new" }, limit: 3)
        #expect(error == nil)
        #expect(requests.map(\.first) == ["GET /old HTTP/1.1", "GET /new HTTP/1.1"])
        for request in requests {
            #expect(request.contains("X-Token: abc") && request.contains("Authorization: Basic dTpw"))
        }
    }

    @Test("To another origin they do not")
    func otherOrigin() async throws {
        let (requests, error) = try await run(location: { "http://localhost:\($0)/new" }, limit: 3)
        #expect(error == nil)
        try #require(requests.count == 2)
        #expect(requests[1].first == "GET /new HTTP/1.1")
        #expect(!requests[1].contains { $0.hasPrefix("X-Token") || $0.hasPrefix("Authorization") })
    }

    @Test("Unless asked to, none is followed")
    func notFollowed() async throws {
        let (requests, error) = try await run(location: { _ in "/new" }, limit: 0)
        #expect(requests.count == 1)
        #expect(error?.typeName == "Redirected")
        #expect(error?.description.contains("/new; give that URI, or --follow-redirects") == true)
    }
}
