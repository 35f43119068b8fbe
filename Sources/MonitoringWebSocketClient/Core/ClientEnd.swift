/// Why a run ended.
package enum ClientEnd: Sendable, Equatable {
    /// As asked, by `stop` or by cancelling its task.
    case stopped
    /// The server could not be reached, or not again, and no attempt is left. The failure is the last one's.
    case gaveUp(ConnectionFailure)
}
