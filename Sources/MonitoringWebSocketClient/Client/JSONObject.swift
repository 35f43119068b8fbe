import MonitoringMessages

/// A JSON object to be sent, written as a dictionary literal. Keys keep their order.
public struct JSONObject: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// A value of JSON (RFC 8259 section 3).
    public indirect enum Value: Sendable, Hashable {
        /// `null`.
        case null
        /// `true` or `false`.
        case boolean(Bool)
        /// A whole number.
        case integer(Int)
        /// Any number; it must be finite.
        case number(Double)
        /// A text.
        case string(String)
        /// Values in order.
        case array([Value])
        /// An object in it.
        case object(JSONObject)
    }

    private struct Member: Sendable, Hashable {
        var key: String
        var value: Value
    }

    private var members: [Member]

    /// An object from its members, in order; of a repeated key the last value counts.
    public init(dictionaryLiteral elements: (String, Value)...) {
        self.init(elements)
    }

    fileprivate init(_ elements: [(String, Value)]) {
        members = []
        for (key, value) in elements { self[key] = value }
    }

    /// Sets a member: the one that has the key, or a new one at the end; nil removes it.
    public subscript(key: String) -> Value? {
        get { members.first { $0.key == key }?.value }
        set {
            let index = members.firstIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(key: key, value: value))
            case (nil, nil): break
            }
        }
    }

    /// The object on one line.
    /// - Throws: `ClientError.notJSON` when a number in it is not finite.
    public func text() throws(ClientError) -> String {
        JSONText(try raw()).singleLine()
    }

    private func raw() throws(ClientError) -> String {
        var parts: [String] = []
        for member in members { parts.append("\(Self.quoted(member.key)):\(try Self.raw(member.value))") }
        return "{\(parts.joined(separator: ","))}"
    }

    private static func raw(_ value: Value) throws(ClientError) -> String {
        switch value {
        case .null: return "null"
        case .boolean(let value): return "\(value)"
        case .integer(let value): return "\(value)"
        case .number(let value):
            guard value.isFinite else { throw .notJSON }
            return "\(value)"
        case .string(let text): return quoted(text)
        case .array(let values):
            var parts: [String] = []
            for value in values { parts.append(try raw(value)) }
            return "[\(parts.joined(separator: ","))]"
        case .object(let object): return try object.raw()
        }
    }

    /// Quotes and backslashes escaped; `JSONText`, which lays it out, escapes the rest.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { result.unicodeScalars.append("\\") }
            result.unicodeScalars.append(scalar)
        }
        return result + "\""
    }
}

extension JSONObject.Value: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// `null`.
    public init(nilLiteral: ()) { self = .null }
    /// `true` or `false`.
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    /// A whole number.
    public init(integerLiteral value: Int) { self = .integer(value) }
    /// Any number.
    public init(floatLiteral value: Double) { self = .number(value) }
    /// A text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// Values in order.
    public init(arrayLiteral elements: Self...) { self = .array(elements) }
    /// An object.
    public init(dictionaryLiteral elements: (String, Self)...) {
        self = .object(JSONObject(elements))
    }
}
