import Synchronization

/// A number that any thread may raise.
final class Count: Sendable {
    private let number = Mutex(0)

    var value: Int { number.withLock { $0 } }

    func increase() {
        number.withLock { $0 += 1 }
    }
}
