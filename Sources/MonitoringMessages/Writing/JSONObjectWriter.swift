/// Writes one JSON text as Python's `json.dumps` does by default: `", "` and `": "` between the parts, floats with their
/// point, everything outside printable ASCII escaped.
package struct JSONObjectWriter {
    private(set) var text: [UInt8] = []
    private var isFirst = true

    /// An object with the fields that `body` writes.
    package static func object(_ body: (inout JSONObjectWriter) -> Void) -> String {
        var writer = JSONObjectWriter()
        writer.wrap("{", "}", body)
        return String(decoding: writer.text, as: UTF8.self)
    }

    /// A field with an object in it.
    package mutating func object(_ key: StaticString, _ body: (inout JSONObjectWriter) -> Void) {
        begin(key)
        wrap("{", "}", body)
    }

    /// A field with an array in it.
    package mutating func array<T>(_ key: StaticString, _ elements: [T], _ body: (inout JSONObjectWriter, T) -> Void) {
        begin(key)
        wrap("[", "]") { writer in
            for element in elements {
                writer.separate()
                body(&writer, element)
            }
        }
    }

    /// A field with a string, or null.
    package mutating func field(_ key: StaticString, _ value: String?) {
        begin(key)
        guard let value else { return null() }
        append("\"")
        for scalar in value.unicodeScalars { append(escaped: scalar) }
        append("\"")
    }

    /// A field with a whole number, or null.
    package mutating func field(_ key: StaticString, _ value: (some BinaryInteger)?) {
        begin(key)
        value.map { text.append(contentsOf: String($0).utf8) } ?? null()
    }

    /// A field with a number that has a point, or null.
    package mutating func field(_ key: StaticString, _ value: Double?) {
        begin(key)
        self.value(value)
    }

    /// A field with true or false, or null.
    package mutating func field(_ key: StaticString, _ value: Bool?) {
        begin(key)
        value.map { append($0 ? "true" : "false") } ?? null()
    }

    /// A field whose value is JSON text already.
    package mutating func field(_ key: StaticString, json value: some Sequence<UInt8>) {
        begin(key)
        text.append(contentsOf: value)
    }

    /// An element that is a number with a point, or null. JSON has no infinity and no NaN: they are null too.
    mutating func value(_ value: Double?) {
        guard let value, value.isFinite else { return null() }
        text.append(contentsOf: value.description.utf8)
    }

    /// An element that is an object.
    package mutating func element(_ body: (inout JSONObjectWriter) -> Void) {
        wrap("{", "}", body)
    }

    private mutating func wrap(_ opening: StaticString, _ closing: StaticString, _ body: (inout Self) -> Void) {
        append(opening)
        isFirst = true
        body(&self)
        isFirst = false
        append(closing)
    }

    private mutating func begin(_ key: StaticString) {
        separate()
        append("\"")
        append(key)
        append("\": ")
    }

    private mutating func separate() {
        if !isFirst { append(", ") }
        isFirst = false
    }

    private mutating func null() {
        append("null")
    }

    private mutating func append(_ ascii: StaticString) {
        text.append(contentsOf: UnsafeBufferPointer(start: ascii.utf8Start, count: ascii.utf8CodeUnitCount))
    }

    private mutating func append(escaped scalar: Unicode.Scalar) {
        if let letter = jsonShortEscape(of: scalar) {
            append("\\")
            text.append(letter)
        } else if 0x20...0x7E ~= scalar.value {
            text.append(scalar)
        } else {
            text.appendEscaped(scalar)
        }
    }
}
