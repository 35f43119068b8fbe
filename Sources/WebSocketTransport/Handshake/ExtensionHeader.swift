/// One extension of a `Sec-WebSocket-Extensions` header (RFC 6455 section 9.1): a name and its parameters.
package struct ExtensionElement: Sendable, Equatable {
    package struct Parameter: Sendable, Equatable {
        package var name: String
        package var value: String?
    }

    package var name: String
    package var parameters: [Parameter]

    /// Reads the header's values, in order; an empty list where there are none.
    /// - Returns: nil when they do not follow the grammar.
    package static func list(parsing values: [String]) -> [Self]? {
        var list: [Self] = []
        for value in values {
            var reader = ExtensionReader(text: value)
            guard let elements = reader.elements() else { return nil }
            list += elements
        }
        return list
    }
}

private struct ExtensionReader {
    private var rest: Substring.UTF8View

    init(text: String) {
        rest = Substring(text).utf8
    }

    mutating func elements() -> [ExtensionElement]? {
        var elements: [ExtensionElement] = []
        repeat {
            skipBlanks()
            // Empty elements of a list are allowed (RFC 9110 section 5.6.1.2).
            if rest.isEmpty || rest.first == UInt8(ascii: ",") { continue }
            guard let element = element() else { return nil }
            elements.append(element)
            skipBlanks()
        } while skip(UInt8(ascii: ","))
        return rest.isEmpty ? elements : nil
    }

    private mutating func element() -> ExtensionElement? {
        guard let name = token() else { return nil }
        var element = ExtensionElement(name: name, parameters: [])
        skipBlanks()
        while skip(UInt8(ascii: ";")) {
            skipBlanks()
            guard let name = token() else { return nil }
            var parameter = ExtensionElement.Parameter(name: name)
            skipBlanks()
            if skip(UInt8(ascii: "=")) {
                skipBlanks()
                guard let value = rest.first == UInt8(ascii: "\"") ? quotedToken() : token() else { return nil }
                parameter.value = value
                skipBlanks()
            }
            element.parameters.append(parameter)
        }
        return element
    }

    private mutating func token() -> String? {
        let end = rest.firstIndex { " \t,;=\"".utf8.contains($0) } ?? rest.endIndex
        let text = String(Substring(rest[..<end]))
        rest = rest[end...]
        return text.isHTTPToken ? text : nil
    }

    /// A quoted value, which must be a token when the quotes are taken away.
    private mutating func quotedToken() -> String? {
        rest = rest.dropFirst()
        guard let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        let text = String(Substring(rest[..<end]))
        rest = rest[rest.index(after: end)...]
        return text.isHTTPToken ? text : nil
    }

    private mutating func skipBlanks() {
        rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest = rest.dropFirst()
        return true
    }
}
