/// The fields of an object of a message, of which those need not be read that are as in the message before.
struct MessageFields {
    private let object: JSONValue
    /// Whether what was read of the message before still stands where a field says that it is the same.
    private let followsOn: Bool

    /// - Parameter followsOn: Whether the message before had the same fields, and was read the same way.
    init(_ object: JSONValue, followsOn: Bool) {
        self.object = object
        self.followsOn = followsOn
    }

    /// Calls `body` with a field that is there and has to be read.
    @inline(__always)
    func read(_ key: StaticString, _ body: (JSONValue) -> Void) {
        if let value = news(key) { body(value) }
    }

    /// The fields of a field; nil when it is not there or has not to be read.
    subscript(key: StaticString) -> MessageFields? {
        news(key).map { MessageFields($0, followsOn: followsOn) }
    }

    @inline(__always)
    private func news(_ key: StaticString) -> JSONValue? {
        guard let value = object[key], !followsOn || !value.isSame else { return nil }
        return value
    }
}
