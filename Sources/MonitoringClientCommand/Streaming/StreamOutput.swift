import MonitoringFormatters
import Synchronization

/// What the stream is written to: data to standard output, everything else to standard error. Several hosts share it, and
/// one writes at a time; the others wait without holding up a thread.
actor StreamOutput {
    nonisolated let dataText: ANSIWriter
    private let notesText: ANSIWriter
    private let onFailure: @Sendable (OutputWriter.Failure) -> Void
    private var hasFailed = false
    private let hasEnded = Mutex(false)
    private let posted = Mutex<[StyledText]>([])
    /// An element when there is something to write that was posted. One consumer.
    nonisolated let posts: AsyncStream<Void>
    private let post: AsyncStream<Void>.Continuation

    /// - Parameter onFailure: Called once, when standard output cannot be written any more.
    init(color: Bool, onFailure: @escaping @Sendable (OutputWriter.Failure) -> Void) {
        dataText = ANSIWriter(color: color && OutputWriter.standardOutput.isTerminal)
        notesText = ANSIWriter(color: color && OutputWriter.standardError.isTerminal)
        self.onFailure = onFailure
        (posts, post) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// From now on a reader that takes nothing is not waited for: the command ends.
    nonisolated func end() {
        hasEnded.withLock { $0 = true }
    }

    /// Whether a reader that takes nothing is not waited for any more.
    nonisolated var isOver: Bool { hasEnded.withLock { $0 } }

    /// Writes data as it is.
    func print(_ bytes: [UInt8]) {
        guard !hasFailed else { return }
        do {
            try OutputWriter.standardOutput.write(bytes, unless: { isOver })
        } catch {
            hasFailed = true
            onFailure(error)
        }
    }

    /// Has a note written soon, by whoever is there to wait for it.
    nonisolated func post(_ text: StyledText) {
        posted.withLock { $0.append(text) }
        post.yield()
    }

    /// Writes the notes that were posted.
    func writePosted() {
        for text in posted.withLock({ posted in
            defer { posted = [] }; return posted
        }) { note(text) }
    }

    /// Writes a note. When standard error is closed, nobody is there to be told.
    func note(_ text: StyledText) {
        try? OutputWriter.standardError.write(notesText.string(text), unless: { isOver })
    }
}
