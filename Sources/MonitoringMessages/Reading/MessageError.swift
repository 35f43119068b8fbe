/// Why a message could not be read: what is wrong, where, and what the bytes there are. `description` is the sentence
/// for people; it is safe to print.
public struct MessageError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Problem: Sendable, Hashable {
        /// There is nothing in it, or only white space.
        case empty
        /// It is larger than `maximum` bytes.
        case tooLarge(maximum: Int)
        /// Its arrays and objects are nested deeper than `maximum`.
        case tooDeep(maximum: Int)
        /// It has more than `maximum` values.
        case tooManyValues(maximum: Int)
        /// There was no memory for it.
        case outOfMemory
        /// It is not UTF-8.
        case notUTF8
        /// It is not JSON (RFC 8259): what is wrong, such as "unclosed string".
        case notJSON(String)
        /// It is JSON, and not an object: what it is, such as "an array".
        case notAnObject(String)
        /// It has no `type`.
        case noType
        /// Its `type` is not a string: what it is, such as "a number".
        case typeNotAString(String)
    }

    /// What is wrong.
    public var problem: Problem
    /// The byte where it was noticed, from 0; nil where that is not one place, or unknown.
    public var offset: Int?
    /// The JSON Pointer (RFC 6901) of the wrong value; nil for a message that is not JSON. The whole message is "".
    public var pointer: String?
    /// Size of the message in bytes.
    public var messageBytes: Int
    /// Some of the message, around `offset` or from its beginning: at most 40 bytes of it, made safe to print.
    public var excerpt: String

    /// An error from its parts.
    public init(
        _ problem: Problem, offset: Int? = nil, pointer: String? = nil, messageBytes: Int, excerpt: String = ""
    ) {
        self.problem = problem
        self.offset = offset
        self.pointer = pointer
        self.messageBytes = messageBytes
        self.excerpt = excerpt
    }

    /// Such as "not valid JSON: unclosed string (in a message of 719 bytes)".
    public var description: String {
        let place = offset.map { " at byte \($0), near '\(excerpt)'" } ?? ""
        let size = "(in a message of \(messageBytes) \(messageBytes == 1 ? "byte" : "bytes"))"
        return switch problem {
        case .empty: "the message is empty \(size)"
        case .tooLarge(let maximum): "the message of \(messageBytes) bytes is larger than the limit of \(maximum)"
        case .tooDeep(let maximum): "the message is nested deeper than \(maximum) levels \(size)"
        case .tooManyValues(let maximum): "the message has more than \(maximum) values \(size)"
        case .outOfMemory: "there was no memory to read the message \(size)"
        case .notUTF8: "the message is not UTF-8 \(size)"
        case .notJSON(let detail): "not valid JSON: \(detail)\(place) \(size)"
        case .notAnObject(let found): "the message is \(found), not an object: '\(excerpt)'"
        case .noType: "the message has no \"type\": '\(excerpt)'"
        case .typeNotAString(let found): "the message's \"type\" is \(found), not a string: '\(excerpt)'"
        }
    }
}
