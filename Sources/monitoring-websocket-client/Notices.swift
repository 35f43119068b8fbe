/// Short lines for the person who watches: the dashboard shows them, the stream prints them to standard error.
struct Notices: Sendable {
    /// Waiting lines kept; nobody reads more at once.
    private static let limit = 100

    let lines: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation

    init() {
        (lines, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.limit))
    }

    func post(_ line: String) {
        continuation.yield(line)
    }
}
