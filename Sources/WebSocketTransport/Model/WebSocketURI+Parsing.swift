import NIOCore

extension WebSocketURI {
    /// Takes a URI apart (RFC 6455 section 3, RFC 3986 section 3).
    ///
    /// Path and query are kept byte for byte, except that non-ASCII characters are percent-encoded.
    /// - Throws: What is wrong with the text.
    public init(parsing text: String) throws(WebSocketURIError) {
        guard !text.isEmpty else { throw .empty }
        if let bad = text.unicodeScalars.first(where: { $0.value <= 0x20 || (0x7F...0x9F).contains($0.value) }) {
            throw .forbiddenCharacter(bad.value)
        }
        let (scheme, rest) = try Self.splitScheme(text)
        // By byte throughout: a combining character would hide a delimiter from a search by Character.
        guard !rest.utf8.contains(UInt8(ascii: "#")) else { throw .fragment }

        let end = rest.utf8.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
        var authority = rest[..<end]
        authorization = nil
        if let at = authority.utf8.lastIndex(of: UInt8(ascii: "@")) {
            authorization = try Self.basicAuthorization(authority[..<at])
            authority = authority[authority.utf8.index(after: at)...]
        }
        isSecure = scheme == "wss"
        do {
            let (host, port) = try Self.splitPort(authority)
            self.host = try Self.checkedHost(host)
            self.port = try Self.checkedPort(port) ?? (isSecure ? 443 : 80)
        } catch {
            // "user:pa/ss@host": what stands for host and port is part of a password, which must not be repeated.
            throw rest[end...].utf8.contains(UInt8(ascii: "@")) ? .invalidUserInformation : error
        }
        let target = PercentEncoding.encodeNonASCII(rest[end...])
        requestTarget = target.hasPrefix("/") ? target : "/" + target
    }

    private static func splitScheme(_ text: String) throws(WebSocketURIError) -> (String, Substring) {
        guard let separator = text.range(ofASCII: "://") else {
            throw .missingScheme(suggestion: suggestion(for: text))
        }
        let scheme = text[..<separator.lowerBound].lowercased()
        // Anything else before "://" may be credentials, which must not be repeated.
        guard scheme.utf8.allSatisfy({ isAlphanumeric($0) || "+-.".utf8.contains($0) }), !scheme.isEmpty else {
            throw .missingScheme(suggestion: nil)
        }
        guard scheme == "ws" || scheme == "wss" else { throw .unsupportedScheme(scheme) }
        return (scheme, text[separator.upperBound...])
    }

    private static func suggestion(for text: String) -> String? {
        guard !text.utf8.contains(UInt8(ascii: "@")), let uri = try? WebSocketURI(parsing: "ws://" + text) else {
            return nil
        }
        return uri.description
    }

    private static func splitPort(_ authority: Substring) throws(WebSocketURIError) -> (Substring, Substring?) {
        if authority.first == "[" {
            guard let close = authority.firstIndex(of: "]") else { throw .invalidHost(String(authority)) }
            let rest = authority[authority.index(after: close)...]
            guard rest.isEmpty || rest.first == ":" else { throw .invalidHost(String(authority)) }
            return (authority[...close], rest.isEmpty ? nil : rest.dropFirst())
        }
        guard let colon = authority.utf8.firstIndex(of: UInt8(ascii: ":")) else { return (authority, nil) }
        let port = authority[authority.utf8.index(after: colon)...]
        guard !port.utf8.contains(UInt8(ascii: ":")) else { throw .bareIPv6Address(String(authority)) }
        return (authority[..<colon], port)
    }

    private static func checkedPort(_ text: Substring?) throws(WebSocketURIError) -> Int? {
        // An empty port means the default one (RFC 3986 section 3.2.3).
        guard let text, !text.isEmpty else { return nil }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(text), (1...65535).contains(port)
        else {
            throw .invalidPort(String(text))
        }
        return port
    }

    private static func checkedHost(_ text: Substring) throws(WebSocketURIError) -> String {
        guard !text.isEmpty else { throw .emptyHost }
        if text.first == "[" {
            return try checkedIPv6(text.dropFirst().dropLast())
        }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        let isName = labels.enumerated().allSatisfy { index, label in
            // A final dot marks an absolute name.
            (1...63).contains(label.utf8.count) || (label.isEmpty && index > 0 && index == labels.count - 1)
        }
        let isAllowed = text.utf8.allSatisfy { isAlphanumeric($0) || "-._".utf8.contains($0) }
        // A name never ends in a number; the resolver would read such a text as an odd IPv4 form.
        let isNumeric =
            labels.last?.utf8.allSatisfy { (0x30...0x39).contains($0) } == true && labels.last?.isEmpty == false
        guard isName, isAllowed, text.utf8.count <= 253, !isNumeric || isAddress(text) else {
            throw .invalidHost(String(text))
        }
        return String(text)
    }

    private static func checkedIPv6(_ text: Substring) throws(WebSocketURIError) -> String {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first, address.contains(":"), isAddress(address) else {
            throw .invalidHost("[\(text)]")
        }
        guard parts.count > 1 else { return String(address) }
        // RFC 6874 writes the zone's "%" as "%25"; people write it plainly.
        let zone = parts[1].hasPrefix("25") && parts[1].count > 2 ? parts[1].dropFirst(2) : parts[1]
        guard !zone.isEmpty, zone.utf8.allSatisfy({ isAlphanumeric($0) || "-._~".utf8.contains($0) }) else {
            throw .invalidHost("[\(text)]")
        }
        return "\(address)%\(zone)"
    }

    private static func isAddress(_ text: Substring) -> Bool {
        (try? SocketAddress(ipAddress: String(text), port: 0)) != nil
    }

    /// Basic authorization (RFC 7617) from `user:password`; nil when there is nothing before the "@".
    private static func basicAuthorization(_ text: Substring) throws(WebSocketURIError) -> String? {
        guard !text.isEmpty else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            .map(Substring.init)
        guard let user = PercentEncoding.decode(parts[0]), !user.utf8.contains(UInt8(ascii: ":")),
            let password = PercentEncoding.decode(parts.count > 1 ? parts[1] : "")
        else { throw .invalidUserInformation }
        let credentials = Array("\(user):\(password)".utf8)
        guard credentials.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { throw .invalidUserInformation }
        return "Basic " + Base64.encode(credentials)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}

extension String {
    /// Where `pattern` stands first, looked for by byte.
    func range(ofASCII pattern: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if utf8[start...].starts(with: pattern.utf8) {
                return start..<utf8.index(start, offsetBy: pattern.utf8.count)
            }
            start = utf8.index(after: start)
        }
        return nil
    }
}
