import Synchronization

/// What handlers were given, for a test to wait for.
struct Inbox<Element: Sendable>: Sendable {
    private let stream: AsyncStream<Element>
    private let arrivals: AsyncStream<Element>.Continuation

    init() {
        (stream, arrivals) = AsyncStream.makeStream()
    }

    func put(_ element: Element) {
        arrivals.yield(element)
    }

    /// Nothing more comes.
    func close() {
        arrivals.finish()
    }

    func next() async throws -> Element {
        try await stream.first()
    }

    func next(_ count: Int) async throws -> [Element] {
        var elements: [Element] = []
        for _ in 0..<count { elements.append(try await next()) }
        return elements
    }

    /// Everything up to `close`.
    func rest() async -> [Element] {
        var elements: [Element] = []
        for await element in stream { elements.append(element) }
        return elements
    }
}
