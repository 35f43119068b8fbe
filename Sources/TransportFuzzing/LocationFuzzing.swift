import WebSocketTransport

/// URIs, those that a user gives and those that a server redirects to.
enum LocationFuzzing {
    static func run(_ bytes: [UInt8]) throws(ParserFuzzing.Finding) {
        let text = String(decoding: bytes, as: UTF8.self)
        if let uri = try? WebSocketURI(parsing: text) { try check(uri) }
        guard let base = try? WebSocketURI(parsing: "ws://user:password@a.test:81/b/c?d") else {
            throw ParserFuzzing.Finding(description: "no base")
        }
        if let uri = RedirectLocation.resolve(text, against: base) { try check(uri) }
    }

    private static func check(_ uri: WebSocketURI) throws(ParserFuzzing.Finding) {
        try ParserFuzzing.check((1...65_535).contains(uri.port), "a port that is none")
        try ParserFuzzing.check(!uri.host.isEmpty, "no host")
        try ParserFuzzing.check(uri.requestTarget.utf8.first == UInt8(ascii: "/"), "a target without a slash")
        let line = uri.requestTarget + uri.authority + (uri.authorization ?? "")
        try ParserFuzzing.check(
            line.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }, "a character in a URI that breaks the request")
        // What is shown is the URI again, but for credentials and secrets.
        guard !uri.description.contains("…"), uri.authorization == nil else { return }
        try ParserFuzzing.check((try? WebSocketURI(parsing: uri.description)) == uri, "what is shown is another URI")
    }
}
