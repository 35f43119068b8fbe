import CYAML

/// libyaml's events, with their lines. Aliases are not followed: they have no use in a flat file, and are how a small
/// file becomes a large one.
struct YAMLReader: ~Copyable {
    enum Kind {
        case startOfStream, startOfDocument, scalar, sequence, mapping, endOfCollection, endOfDocument, end
    }

    struct Event {
        var kind: Kind
        /// Of a scalar.
        var text = ""
        /// Counted from 1.
        var line: Int
    }

    struct Failure: Error {
        var line: Int
        var reason: String
    }

    private let parser: UnsafeMutablePointer<yaml_parser_t>

    /// Reads `text` for the time of `body`.
    static func withReader<Result>(
        of text: String, _ body: (inout YAMLReader) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) == 1 else {
            throw Failure(line: 1, reason: "there is no memory to read it")
        }
        defer { yaml_parser_delete(parser) }
        // libyaml keeps the address until the parser is deleted.
        let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.utf8.count)
        defer { bytes.deallocate() }
        _ = bytes.initialize(from: text.utf8)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
        var reader = YAMLReader(parser: parser)
        return try body(&reader)
    }

    /// The next event; after the end comes the end.
    mutating func next() throws(Failure) -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
        defer { yaml_event_delete(&event) }
        let line = event.start_mark.line + 1
        switch event.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            return Event(kind: .scalar, text: String(decoding: bytes, as: UTF8.self), line: line)
        case YAML_SEQUENCE_START_EVENT: return Event(kind: .sequence, line: line)
        case YAML_MAPPING_START_EVENT: return Event(kind: .mapping, line: line)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return Event(kind: .endOfCollection, line: line)
        case YAML_DOCUMENT_END_EVENT: return Event(kind: .endOfDocument, line: line)
        case YAML_STREAM_END_EVENT, YAML_NO_EVENT: return Event(kind: .end, line: line)
        case YAML_ALIAS_EVENT: throw Failure(line: line, reason: "aliases are not supported")
        case YAML_DOCUMENT_START_EVENT: return Event(kind: .startOfDocument, line: line)
        default: return Event(kind: .startOfStream, line: line)
        }
    }

    private func failure() -> Failure {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "not YAML"
        let context = parser.pointee.context.map { ", " + String(cString: $0) } ?? ""
        return Failure(line: parser.pointee.problem_mark.line + 1, reason: problem + context)
    }
}
