/// Writes JSON values on one line, in the order given, for `JSONText` to lay out.
enum JSONLiteral {
    static let null = "null"

    static func object(_ members: [(key: String, value: String)]) -> String {
        "{" + members.map { string($0.key) + ": " + $0.value }.joined(separator: ", ") + "}"
    }

    static func array(_ elements: [String]) -> String {
        "[" + elements.joined(separator: ", ") + "]"
    }

    /// A number; JSON has none for NaN and the infinities, so they are null.
    static func number(_ value: Double) -> String {
        value.isFinite ? "\(value)" : null
    }

    /// Seconds.
    static func seconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        return number(Double(seconds) + Double(attoseconds) / 1e18)
    }

    /// A string with its quotes and backslashes escaped. `JSONText`, which lays it out, escapes what else RFC 8259
    /// section 7 wants.
    static func string(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { result.unicodeScalars.append("\\") }
            result.unicodeScalars.append(scalar)
        }
        return result + "\""
    }
}
