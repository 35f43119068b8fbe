/// A client was asked for what it cannot do now.
public enum ClientError: Error, Sendable, Hashable {
    /// There is no connection to send on.
    case notConnected
    /// The client was stopped while it was being started.
    case stopped
    /// A waiting call came from a task, where it could wait for ever for the thread that it blocks. Await the
    /// asynchronous call of the same purpose instead; its name is `use`.
    case calledFromAsynchronousContext(use: String)
    /// A value that JSON cannot express: a number that is not finite.
    case notJSON
}

extension ClientError: CustomStringConvertible {
    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .notConnected: "There is no connection to send on; wait until the client is connected"
        case .stopped: "The client was stopped before it was connected"
        case .calledFromAsynchronousContext(let use): "Called from asynchronous code; use `await \(use)` there"
        case .notJSON: "The value cannot be sent: JSON has no numbers that are not finite"
        }
    }
}

/// The history was asked for, and there is none.
public enum HistoryError: Error, Sendable, Hashable {
    /// The client was made without `storeHistory: true`.
    case off
}

extension HistoryError: CustomStringConvertible {
    /// What is wrong, and what to do.
    public var description: String { "No history is kept; make the client with storeHistory: true" }
}
