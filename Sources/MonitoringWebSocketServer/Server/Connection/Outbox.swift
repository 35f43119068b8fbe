import NIOCore

/// What a client is still to be sent: one write under way, the replies to its commands, and the newest sample. A client
/// that reads slowly misses samples; it never gets a queue of old ones.
struct Outbox: Sendable {
    private var isWriting = false
    private var replies: [ByteBuffer] = []
    private var sample: ByteBuffer?

    /// Whether replies wait; no more commands should be read then, which bounds them.
    var hasReplies: Bool { !replies.isEmpty }

    /// Adds a reply; all are sent, in order.
    mutating func add(reply: ByteBuffer) {
        replies.append(reply)
    }

    /// Replaces the sample that waits.
    mutating func replace(sample frame: ByteBuffer?) {
        sample = frame
    }

    /// Forgets all that waits.
    mutating func clear() {
        replies = []
        sample = nil
    }

    /// What to write now; nil when there is nothing, or a write is under way.
    mutating func next() -> ByteBuffer? {
        guard !isWriting else { return nil }
        var frame: ByteBuffer?
        if !replies.isEmpty {
            // In one write: there are at most as many as frames a client may send a second.
            var all = replies.removeFirst()
            for reply in replies { all.writeImmutableBuffer(reply) }
            replies = []
            frame = all
        } else {
            frame = sample.take()
        }
        isWriting = frame != nil
        return frame
    }

    /// The write has reached the kernel.
    mutating func written() {
        isWriting = false
    }
}
