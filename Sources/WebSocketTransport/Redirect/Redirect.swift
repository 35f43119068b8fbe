/// An answer that sends us somewhere else (RFC 9110 section 15.4), and what is done about it.
struct Redirect: Error, Sendable, Equatable {
    private static let statuses: Set<Int> = [301, 302, 303, 307, 308]

    var status: Int
    /// The `Location` header.
    var location: String?

    init(status: Int, location: String?) {
        self.status = status
        self.location = location
    }

    /// nil when the answer is no redirect.
    init?(_ response: HTTPResponseHead) {
        guard Self.statuses.contains(response.status) else { return nil }
        self.init(status: response.status, location: response.fields.singleValue(of: "location"))
    }

    /// Where to connect next.
    /// - Parameters:
    ///   - uri: What was asked.
    ///   - remaining: How many redirects may still be followed.
    ///   - limit: How many may be followed at all.
    /// - Throws: `.redirected`, which says where to and why it is not followed.
    func next(
        from uri: WebSocketURI, remaining: Int, of limit: Int
    ) throws(WebSocketTransportError) -> WebSocketURI {
        guard var target = location.flatMap({ RedirectLocation.resolve($0, against: uri) }) else {
            throw failure("the server redirects, but names no WebSocket address to go to")
        }
        // Credentials in a location are the server's words, not the user's.
        target.authorization = uri.hasSameOrigin(as: target) ? uri.authorization : nil
        guard limit > 0 else {
            throw failure("the server redirects to \(target); give that URI, or --follow-redirects")
        }
        guard target.isSecure || !uri.isSecure else {
            throw failure("the server redirects to \(target), which is not encrypted; this is not followed")
        }
        guard remaining > 0 else {
            throw failure("more than \(limit) redirects, the last one to \(target); give the final URI")
        }
        return target
    }

    private func failure(_ detail: String) -> WebSocketTransportError {
        .redirected(status: status, detail: detail)
    }
}

extension WebSocketURI {
    /// Whether both have the same scheme, host and port (RFC 6454 section 5): only there credentials may go.
    func hasSameOrigin(as other: Self) -> Bool {
        isSecure == other.isSecure && port == other.port && host.lowercased() == other.host.lowercased()
    }
}
