/// The server said that something went wrong there (`error`, `error_message`).
public struct ServerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What it said, in words for people. Nothing in it can harm a terminal.
    public var message: String

    /// An error from its text.
    public init(_ message: String) {
        self.message = message
    }

    /// The message.
    public var description: String { message }
}

/// A message of the server could not be read: it is no JSON, no object, has no type, or is binary. The connection goes on.
public struct UnreadableMessageError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong with it, in words for people.
    public var message: String

    /// An error from its text.
    public init(_ message: String) {
        self.message = message
    }

    /// The message.
    public var description: String { message }
}

/// A handler or callback of the program threw an error. The client goes on, and so does the handler with its next event.
public struct HandlerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What the handler was called for and what it threw, in words for people.
    public var message: String

    /// An error from its text.
    public init(_ message: String) {
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
