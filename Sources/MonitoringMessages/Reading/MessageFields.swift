/// The fields of an object of a message, of which those need not be read that are as in the message before.
struct MessageFields {
    let object: JSONValue
    /// Whether what was read of the message before still stands where a field says that it is the same.
    private let followsOn: Bool

    /// - Parameter followsOn: Whether the message before had the same fields, and was read the same way.
    init(_ object: JSONValue, followsOn: Bool = false) {
        self.object = object
        self.followsOn = followsOn
    }

    /// Calls `body` with each field that has to be read. Of a repeated key, the last value comes last, and so counts.
    @inline(__always)
    func forEach(_ body: (JSONKey, JSONValue) -> Void) {
        object.forEachField { key, value in
            if !followsOn || !value.isSame { body(key, value) }
        }
    }

    /// The fields of one of these fields; none where it is no object.
    func fields(of value: JSONValue) -> MessageFields {
        MessageFields(value, followsOn: followsOn)
    }

    /// Reads one of these fields into a section: nil where it is no object.
    @inline(__always)
    func read<Section: MessageSection>(_ value: JSONValue, into section: inout Section?) {
        guard value.object != nil else {
            section = nil
            return
        }
        let followsOn = followsOn && section != nil
        if !followsOn { section = Section() }
        section?.read(MessageFields(value, followsOn: followsOn))
    }
}

/// A part of a sample that stands in one object of a message.
protocol MessageSection {
    /// All unknown.
    init()

    /// Takes over what the fields say.
    mutating func read(_ fields: MessageFields)
}

extension MessageSection {
    /// From an object; all unknown where it is none.
    init(_ value: JSONValue) {
        self.init()
        read(MessageFields(value))
    }
}
