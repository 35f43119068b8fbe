import CSimdjson

/// Reads text messages of a server, in both dialects mixed field by field. It reuses its buffers from message to message,
/// so it is meant to be kept; it is not Sendable, so it has one user at a time.
///
/// A field that is missing, null or of the wrong type is unknown (nil). Where both dialects' fields are there, the
/// published one counts unless it is unknown. A repeated key counts as its last value.
public final class MessageReader {
    private let parser: OpaquePointer?
    private let maximumBytes: Int
    /// What the last message said, and what of it was read: most of it stands in the next one too.
    private var lastSample: MonitoringSample?
    private var lastParts: MessageParts = []

    /// A reader of messages of up to `maximumBytes`.
    public init(maximumBytes: Int = MessageLimits.messageBytes) {
        self.maximumBytes = max(0, maximumBytes)
        self.parser = csimdjson_parser_create(self.maximumBytes)
    }

    deinit {
        csimdjson_parser_destroy(parser)
    }

    /// Reads one text message.
    ///
    /// - Parameter parts: What of a sample is read. The whole message is checked all the same, and messages of other types
    ///   are read whole.
    /// - Throws: `MessageError` when it is not JSON, not an object, has no string `type`, or is beyond a limit. The next
    ///   message can be read all the same.
    public func read(_ text: ArraySlice<UInt8>, parts: MessageParts = .all) throws(MessageError) -> ReceivedMessage {
        try text.withUnsafeBufferPointer { bytes throws(MessageError) in
            try read(text, UnsafeRawBufferPointer(bytes), parts: parts)
        }
    }

    /// Reads one text message, as from a slice.
    public func read(_ text: [UInt8], parts: MessageParts = .all) throws(MessageError) -> ReceivedMessage {
        try read(text[...], parts: parts)
    }

    /// - Parameter bytes: those of `text`.
    private func read(
        _ text: ArraySlice<UInt8>, _ bytes: UnsafeRawBufferPointer, parts: MessageParts
    ) throws(MessageError) -> ReceivedMessage {
        let (table, hasSame) = try parse(bytes)
        var earlier = hasSame && parts == lastParts ? lastSample : nil
        lastSample = nil
        let root = JSONValue(table)
        guard root.object != nil else {
            throw error(.notAnObject(root.kindInWords), pointer: "", in: bytes)
        }
        guard let type = root["type"] else { throw error(.noType, pointer: "/type", in: bytes) }
        if type.isString("monitoring_data") {
            let fields = MessageFields(root, followsOn: earlier != nil)
            // Written in place where nobody else has it any more.
            var sample = earlier.take() ?? MonitoringSample()
            sample.read(fields, parts: parts)
            (lastSample, lastParts) = (sample, parts)
            return ReceivedMessage(
                message: .monitoringData(sample), timestamp: sample.timestamp,
                rawBytes: parts.contains(.text) ? text : [])
        }
        guard let name = type.string else {
            throw error(.typeNotAString(type.kindInWords), pointer: "/type", in: bytes)
        }
        return ReceivedMessage(
            message: ServerMessage(type: name, fields: root), timestamp: root["timestamp"]?.string,
            rawBytes: text)
    }

    /// - Returns: The message, and whether it has only other figures than the last one, see `JSONValue.isSame`.
    private func parse(
        _ bytes: UnsafeRawBufferPointer
    ) throws(MessageError) -> (table: UnsafePointer<csimdjson_value>, hasSame: Bool) {
        let result = csimdjson_parse(parser, bytes.baseAddress, bytes.count)
        if result.status == .ok, let root = result.root { return (root, result.has_same) }
        lastSample = nil
        let problem: MessageError.Problem =
            switch result.status {
            case .empty: .empty
            case .too_large: .tooLarge(maximum: maximumBytes)
            case .too_deep: .tooDeep(maximum: Int(csimdjson_maximum_depth))
            case .too_many_values: .tooManyValues(maximum: Int(csimdjson_maximum_values))
            case .not_utf8: .notUTF8
            case .syntax: .notJSON(result.message.map { String(cString: $0) } ?? "")
            case .out_of_memory, .ok: .outOfMemory
            }
        throw error(problem, offset: result.offset >= 0 ? Int(result.offset) : nil, in: bytes)
    }

    private func error(
        _ problem: MessageError.Problem, offset: Int? = nil, pointer: String? = nil, in bytes: UnsafeRawBufferPointer
    ) -> MessageError {
        var start = max(0, min(offset ?? 0, bytes.count) - 10)
        while start < bytes.count, bytes[start] & 0xC0 == 0x80 { start += 1 }
        let excerpt = UnsafeRawBufferPointer(rebasing: bytes[start...]).prefix(wholeScalars: 40)
        return MessageError(
            problem, offset: offset, pointer: pointer, messageBytes: bytes.count,
            excerpt: String(decoding: excerpt, as: UTF8.self).escapingUnsafeScalars()
        )
    }
}
