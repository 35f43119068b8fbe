/// Short lines for the person who watches: the dashboard shows them, the stream prints them to standard error.
package struct Notices: Sendable {
    /// Waiting lines kept; nobody reads more at once.
    private static let limit = 100

    let lines: AsyncStream<String>
    /// Marks for the dashboard's header, and whether they are to be there.
    let marks: AsyncStream<(mark: String, isOn: Bool)>
    private let continuation: AsyncStream<String>.Continuation
    private let marking: AsyncStream<(mark: String, isOn: Bool)>.Continuation

    init() {
        (lines, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.limit))
        (marks, marking) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.limit))
    }

    package func post(_ line: String) {
        continuation.yield(line)
    }

    package func mark(_ mark: String, isOn: Bool) {
        marking.yield((mark, isOn))
    }
}
