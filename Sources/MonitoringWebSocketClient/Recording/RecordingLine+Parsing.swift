import MonitoringFormatters
import MonitoringMessages

/// What is wrong with a line of a recording.
struct InvalidLine: Error, Equatable {
    let detail: String

    init(_ detail: String) {
        self.detail = detail
    }
}

extension RecordingLine {
    /// Reads a line. Members that it does not know are passed over.
    ///
    /// - Parameter messages: checks that a message is one that the client can read.
    init(parsing line: [UInt8], messages: MessageReader) throws(InvalidLine) {
        let parsed = line.withUnsafeBufferPointer { bytes in
            Result { () throws(InvalidLine) in
                try RecordingLine(members: JSONMembers(of: bytes), messages: messages)
            }
        }
        self = try parsed.get()
    }

    private init(members: JSONMembers, messages: MessageReader) throws(InvalidLine) {
        if let version = members["recording"] {
            guard let version = Int(version), let server = members.string("server") else {
                throw InvalidLine("not the header of a recording")
            }
            self = .header(RecordingHeader(version: version, server: server))
            return
        }
        guard let received = members.string("received") else { throw InvalidLine("there is no \"received\"") }
        guard let time = WallTime(iso8601: received) else {
            throw InvalidLine("\"received\" is not a time such as 2026-11-21T10:45:42.123456+00:00")
        }
        self = .entry(RecordedEntry(received: time, content: try Self.content(members, messages)))
    }

    private static func content(
        _ members: JSONMembers, _ messages: MessageReader
    ) throws(InvalidLine) -> RecordedEntry.Content {
        if let message = members.bytes("message") {
            do {
                _ = try messages.read(message)
            } catch {
                throw InvalidLine(error.description)
            }
            return .message(message)
        }
        switch members.string("event") {
        case "connected": return .connected
        case "disconnected": return .disconnected(failure(members, "The connection was lost"))
        case "attempt_failed": return .attemptFailed(failure(members, "The connection could not be made"))
        case "stopped": return .stopped
        case .some: throw InvalidLine("\"event\" is none of connected, disconnected, attempt_failed, stopped")
        case nil: throw InvalidLine("there is neither a \"message\" nor an \"event\"")
        }
    }

    /// Scalars of a reason: more than a client writes, which limits what a peer says and adds words of its own.
    private static let reasonLimit = 4096

    private static func failure(_ members: JSONMembers, _ text: String) -> ConnectionFailure {
        ConnectionFailure(
            text: HarmlessText.make(members.string("reason") ?? text, limit: reasonLimit),
            type: HarmlessText.make(members.string("type") ?? "ConnectionLost"),
            code: members["code"].flatMap { Int($0) })
    }
}

/// The members of a JSON object, where their values stand in the text. Values are not checked: strings and the nesting
/// of brackets are followed, nothing else.
private struct JSONMembers {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var values: [String: Range<Int>] = [:]

    init(of bytes: UnsafeBufferPointer<UInt8>) throws(InvalidLine) {
        self.bytes = bytes
        guard readObject(), next() == nil else { throw InvalidLine("not a JSON object") }
    }

    /// The text of a value.
    subscript(key: String) -> String? {
        bytes(key).map { String(decoding: $0, as: UTF8.self) }
    }

    func bytes(_ key: String) -> [UInt8]? {
        values[key].map { Array(bytes[$0]) }
    }

    /// A string's value; nil for a value of another type.
    func string(_ key: String) -> String? {
        guard let range = values[key], bytes[range.lowerBound] == UInt8(ascii: "\"") else { return nil }
        return string(at: range)
    }

    private func string(at range: Range<Int>) -> String {
        let inside = UnsafeBufferPointer(rebasing: bytes[range.lowerBound + 1..<range.upperBound])
        var reader = JSONStringReader(bytes: inside)
        var text = String.UnicodeScalarView()
        while let element = reader.next() {
            switch element {
            case .plain(let range): text.append(contentsOf: inside[range].lazy.map { Unicode.Scalar($0) })
            case .scalar(let scalar): text.append(scalar)
            case .loneSurrogate: text.append("\u{FFFD}")
            }
        }
        return String(text)
    }

    private mutating func readObject() -> Bool {
        guard take(UInt8(ascii: "{")) else { return false }
        if take(UInt8(ascii: "}")) { return true }
        repeat {
            guard next() == UInt8(ascii: "\""), let key = value(), take(UInt8(ascii: ":")), let value = value() else {
                return false
            }
            values[string(at: key)] = value
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}"))
    }

    /// The next byte that is not white space, `position` being moved to it.
    private mutating func next() -> UInt8? {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            case let byte: return byte
            }
        }
        return nil
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next() == byte else { return false }
        position += 1
        return true
    }

    /// Where the value that comes next stands; nil when there is none or it does not end.
    private mutating func value() -> Range<Int>? {
        _ = next()
        let start = position
        var depth = 0
        repeat {
            guard position < bytes.count else { return nil }
            switch bytes[position] {
            case UInt8(ascii: "\""):
                guard skipString() else { return nil }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                position += 1
            case UInt8(ascii: ","), UInt8(ascii: ":"), 0x20, 0x09, 0x0A, 0x0D:
                guard depth > 0 else { return nil }
                position += 1
            default:
                skipLiteral()
            }
        } while depth > 0
        return depth == 0 && position > start ? start..<position : nil
    }

    private mutating func skipString() -> Bool {
        position += 1
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return true
            case UInt8(ascii: "\\"): position += 2
            default: position += 1
            }
        }
        return false
    }

    /// A number or a word.
    private mutating func skipLiteral() {
        while position < bytes.count, !",:{}[]\" \t\r\n".utf8.contains(bytes[position]) { position += 1 }
    }
}
