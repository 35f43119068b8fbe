import WebSocketTransport

/// Request headers as people write them: `Name: value`, one a line.
enum HeaderText {
    /// Empty lines and lines that begin with `#` are left out. An error never repeats a value.
    static func parse(_ text: String) throws(Disallowed) -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = trimmed(line)
            guard let first = line.first, first != "#" else { continue }
            let which = text.contains("\n") ? "line \(index + 1): " : ""
            guard let colon = line.firstIndex(of: ":") else {
                throw Disallowed(reason: "\(which)allowed is 'Name: value'", showsValue: false)
            }
            let header = (name: String(line[..<colon]), value: String(trimmed(line[line.index(after: colon)...])))
            do {
                try Handshake.check(header)
            } catch {
                throw Disallowed(reason: "\(which)\(error)", showsValue: false)
            }
            headers.append(header)
        }
        return headers
    }

    /// The names alone, for people.
    static func names(in text: String) -> [String] {
        ((try? parse(text)) ?? []).map(\.name)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return start[...last]
    }
}
