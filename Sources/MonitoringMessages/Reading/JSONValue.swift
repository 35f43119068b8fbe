import CSimdjson

/// A value of the table that the C face makes of a message; it must not outlive the reader's next message.
/// An accessor returns nil for a value of another type: null, wrongly typed and absent are all unknown.
struct JSONValue {
    private let cell: UnsafePointer<csimdjson_value>

    init(_ cell: UnsafePointer<csimdjson_value>) {
        self.cell = cell
    }

    /// What it is, with its article, as an error names it.
    var kindInWords: String {
        switch cell.pointee.kind {
        case .null: "null"
        case .boolean: "a boolean"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        case .signed, .unsigned, .real, .out_of_range: "a number"
        }
    }

    /// Whether it is as in the message before, with all that belongs to it. Means something only where the reader says so.
    var isSame: Bool { cell.pointee.is_same }

    /// Itself when it is an object.
    var object: JSONValue? {
        cell.pointee.kind == .object ? self : nil
    }

    /// Itself when it is an object that has fields.
    var filledObject: JSONValue? {
        cell.pointee.size > 0 ? object : nil
    }

    /// An object's field; the last one where the key is repeated.
    subscript(key: StaticString) -> JSONValue? {
        csimdjson_field(cell, key.utf8Start, key.utf8CodeUnitCount).map(JSONValue.init)
    }

    /// Calls `body` with an object's fields in their order; not at all for anything else.
    @inline(__always)
    func forEachField(_ body: (JSONKey, JSONValue) -> Void) {
        guard cell.pointee.kind == .object else { return }
        var name = cell + 1
        for _ in 0..<cell.pointee.size {
            let value = name + 1
            body(JSONKey(name), JSONValue(value))
            name = value + Int(value.pointee.span)
        }
    }

    /// The first elements of an array, at most `limit`, each put through `transform`; nil when it is no array.
    func elements<T>(limit: Int, _ transform: (JSONValue) -> T) -> [T]? {
        guard cell.pointee.kind == .array else { return nil }
        let count = min(Int(cell.pointee.size), limit)
        var result: [T] = []
        result.reserveCapacity(count)
        var element = cell + 1
        for _ in 0..<count {
            result.append(transform(JSONValue(element)))
            element += Int(element.pointee.span)
        }
        return result
    }

    /// A string, cut to `MessageLimits.stringBytes`.
    var string: String? {
        cell.pointee.kind == .string ? text : nil
    }

    /// Whether it is this string.
    func isString(_ text: StaticString) -> Bool {
        cell.pointee.kind == .string && text ~= JSONKey(cell)
    }

    /// A string, or a number as written.
    var stringOrNumber: String? {
        string ?? (number == nil ? nil : text)
    }

    /// A finite number.
    var number: Double? {
        switch cell.pointee.kind {
        case .real: cell.pointee.real
        case .signed: Double(cell.pointee.signed_integer)
        case .unsigned: Double(cell.pointee.unsigned_integer)
        default: nil
        }
    }

    /// A whole number from 0, also when written as `4.0`.
    var count: Int? {
        let count: Int? =
            switch cell.pointee.kind {
            case .signed: Int(exactly: cell.pointee.signed_integer)
            case .real: Int(exactly: cell.pointee.real)
            default: nil
            }
        return count.flatMap { $0 >= 0 ? $0 : nil }
    }

    /// A size in bytes, rounded to whole ones.
    var bytes: UInt64? {
        switch cell.pointee.kind {
        case .signed: UInt64(exactly: cell.pointee.signed_integer)
        case .unsigned: cell.pointee.unsigned_integer
        default: bytes(per: 1)
        }
    }

    /// A size given in units of `unit` bytes, rounded to whole bytes.
    func bytes(per unit: Double) -> UInt64? {
        number.flatMap { $0 >= 0 ? UInt64(exactly: ($0 * unit).rounded()) : nil }
    }

    var boolean: Bool? {
        cell.pointee.kind == .boolean ? cell.pointee.boolean : nil
    }

    private var text: String {
        let bytes = UnsafeRawBufferPointer(start: cell.pointee.text, count: Int(cell.pointee.size))
        return String(decoding: bytes.prefix(wholeScalars: MessageLimits.stringBytes), as: UTF8.self)
    }
}

/// The name of an object's field.
struct JSONKey {
    private let cell: UnsafePointer<csimdjson_value>

    init(_ cell: UnsafePointer<csimdjson_value>) {
        self.cell = cell
    }

    /// Whether it is this one; a `switch` over keys asks that.
    @inline(__always)
    static func ~= (name: StaticString, key: JSONKey) -> Bool {
        csimdjson_has_text(key.cell, name.utf8Start, name.utf8CodeUnitCount)
    }
}

extension UnsafeRawBufferPointer {
    /// At most the first `limit` bytes of this UTF-8, with no scalar cut in two.
    func prefix(wholeScalars limit: Int) -> Slice<UnsafeRawBufferPointer> {
        guard count > limit else { return self[...] }
        var end = limit
        while end > 0, self[end] & 0xC0 == 0x80 { end -= 1 }
        return self[..<end]
    }
}
