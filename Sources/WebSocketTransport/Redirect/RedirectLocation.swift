/// Resolves a `Location` header (RFC 3986 section 5.2): absolute or relative, with http and https standing for ws and wss.
package enum RedirectLocation {
    /// The WebSocket URI meant, without a fragment; nil when it is none.
    package static func resolve(_ location: String, against base: WebSocketURI) -> WebSocketURI? {
        // By byte: a combining character would hide a delimiter from a search by Character.
        let end = location.utf8.firstIndex(of: UInt8(ascii: "#")) ?? location.endIndex
        let reference = String(location[..<end])
        let scheme = base.isSecure ? "wss" : "ws"
        if let separator = reference.range(ofASCII: "://"), isScheme(reference[..<separator.lowerBound]) {
            let rest = reference[separator.upperBound...]
            return switch reference[..<separator.lowerBound].lowercased() {
            case "ws", "http": try? WebSocketURI(parsing: "ws://" + rest)
            case "wss", "https": try? WebSocketURI(parsing: "wss://" + rest)
            default: nil
            }
        }
        if reference.utf8.starts(with: "//".utf8) {
            return try? WebSocketURI(parsing: "\(scheme):\(reference)")
        }
        let host = base.host.contains(":") ? "[\(base.host)]" : base.host
        return try? WebSocketURI(parsing: "\(scheme)://\(host):\(base.port)\(target(reference[...], against: base))")
    }

    private static func isScheme(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "+-.".utf8.contains(byte)
                }
            }
    }

    private static func target(_ reference: Substring, against base: WebSocketURI) -> String {
        let (basePath, _) = splitQuery(base.requestTarget[...])
        let (path, query) = splitQuery(reference)
        if path.isEmpty {
            return query.isEmpty ? base.requestTarget : basePath + query
        }
        guard !path.utf8.starts(with: "/".utf8) else { return removingDots(path[...]) + query }
        let folder = basePath.utf8.lastIndex(of: UInt8(ascii: "/")).map { basePath[...$0] } ?? "/"
        return removingDots(folder + path) + query
    }

    /// The path, and the query with its question mark.
    private static func splitQuery(_ text: Substring) -> (path: String, query: String) {
        let mark = text.utf8.firstIndex(of: UInt8(ascii: "?")) ?? text.endIndex
        return (String(text[..<mark]), String(text[mark...]))
    }

    /// Takes "." and ".." out of a path that begins with "/" (RFC 3986 section 5.2.4).
    private static func removingDots(_ path: Substring) -> String {
        var kept: [Substring] = []
        let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            switch part {
            case ".": if isLast { kept.append("") }
            case "..":
                _ = kept.popLast()
                if isLast { kept.append("") }
            default: kept.append(part)
            }
        }
        return "/" + kept.joined(separator: "/")
    }
}
