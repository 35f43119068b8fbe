import WebSocketTransport

/// Leaves secrets out of text for people: the one place where that is done for logs.
///
/// What goes: the values of headers, query items and settings with names that look secret (`Authorization`, `Cookie`,
/// `X-API-Key`, `token`, `password` …), and the user information of URIs. It would rather hide too much.
package enum Redaction {
    /// Stands for what was left out.
    package static let mark = "…"

    /// The value of a header or setting, or the mark when its name looks secret.
    package static func value(_ value: String, of name: String) -> String {
        isSecret(name[...]) ? mark : text(value)
    }

    /// Free text, with the secrets that can be recognized left out.
    package static func text(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.contains(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") }) else { return text }
        return String(decoding: withoutValues(withoutUserInformation(bytes)), as: UTF8.self)
    }

    private static func isSecret(_ name: Substring) -> Bool {
        WebSocketURI.looksSecret(name) || name.lowercased().contains("cookie")
    }

    /// Whether a name before a colon is that of a header or setting, and not a word of a sentence ("bad signature: …").
    private static func isHeader(_ name: Substring) -> Bool {
        let words = ["authorization", "cookie", "password", "passphrase", "token", "secret", "apikey", "credentials"]
        return name.utf8.contains { "-_".utf8.contains($0) } || words.contains(name.lowercased())
    }

    // MARK: - URIs

    /// `ws://user:password@host` becomes `ws://…@host`.
    private static func withoutUserInformation(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes[...]
        while let separator = rest.firstIndex(of: UInt8(ascii: ":")) {
            let start = separator + 1
            result += rest[..<start]
            rest = rest[start...]
            guard rest.starts(with: "//".utf8) else { continue }
            let authority = rest.dropFirst(2)
            let uri = authority.prefix { !endsURI($0) }
            result += "//".utf8
            rest = authority
            guard let at = endOfUserInformation(uri) else { continue }
            result += mark.utf8
            rest = rest[at...]
        }
        return result + rest
    }

    /// Where its `@` is. A password may have a `/` or `?` in it that should have been escaped: what stands for the port
    /// is then no number.
    private static func endOfUserInformation(_ uri: ArraySlice<UInt8>) -> Int? {
        let authority = uri.prefix { !"/?#".utf8.contains($0) }
        if let at = authority.lastIndex(of: UInt8(ascii: "@")) { return at }
        let port = authority.prefix { $0 != UInt8(ascii: "[") }.drop { $0 != UInt8(ascii: ":") }.dropFirst()
        guard !port.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
        return uri.lastIndex(of: UInt8(ascii: "@"))
    }

    private static func endsURI(_ byte: UInt8) -> Bool {
        byte <= 0x20 || "\"'<>".utf8.contains(byte)
    }

    // MARK: - Names and values

    /// `token=secret&x=1` becomes `token=…&x=1`, and `Cookie: a=b; c=d` becomes `Cookie: …`.
    private static func withoutValues(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.first {
            let name = rest.prefix(while: isNamePart)
            guard !name.isEmpty else {
                result.append(byte)
                rest = rest.dropFirst()
                continue
            }
            result += name
            rest = rest[name.endIndex...]
            let text = Substring(decoding: name, as: UTF8.self)
            guard isSecret(text), let value = Value(after: rest), !value.isProse || isHeader(text) else { continue }
            result += rest[..<value.start]
            result += mark.utf8
            rest = rest[value.end...]
        }
        return result
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "_-.%".utf8.contains(byte) || byte >= 0x80
        }
    }

    /// Where the value of a name lies that ended just before.
    private struct Value {
        var start: Int
        var end: Int
        /// Whether a sentence could look like this: a colon after a name without quotes.
        var isProse: Bool

        /// nil when what follows is no value: neither `=` nor `:` comes next, or a URI's `://` does.
        init?(after text: ArraySlice<UInt8>) {
            var rest = text
            // The name may have been in quotes, as in JSON.
            let isQuoted = rest.first.map(isQuote) ?? false
            if isQuoted { rest = rest.dropFirst() }
            rest = rest.drop { $0 == UInt8(ascii: " ") }
            guard let sign = rest.popFirst(), sign == UInt8(ascii: "=") || sign == UInt8(ascii: ":"),
                !(sign == UInt8(ascii: ":") && rest.starts(with: "//".utf8))
            else { return nil }
            isProse = sign == UInt8(ascii: ":") && !isQuoted
            rest = rest.drop { $0 == UInt8(ascii: " ") }
            var quote: UInt8?
            if let first = rest.first, isQuote(first) {
                quote = first
                rest = rest.dropFirst()
            }
            start = rest.startIndex
            var isEscaped = false
            end =
                rest.firstIndex { byte in
                    if let quote {
                        defer { isEscaped = byte == UInt8(ascii: "\\") && !isEscaped }
                        return byte == quote && !isEscaped
                    }
                    // A header's value goes on to the end of the line.
                    if sign == UInt8(ascii: ":") { return byte == UInt8(ascii: "\n") }
                    return byte <= 0x20 || "&;\"'".utf8.contains(byte)
                } ?? rest.endIndex
            guard start < end else { return nil }
        }
    }

    private static func isQuote(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
    }
}
