/// Events not yet taken, bounded: a flood of keys or of resizes costs no memory.
struct EventBacklog: Equatable {
    /// Typed ahead beyond this many is lost; a screenful of key repeats is far less.
    static let inputLimit = 256

    private var events: [TerminalEvent] = []

    /// Adds an event. A newer size replaces one that waits; of other news one of a kind waits; input above the limit
    /// is dropped.
    mutating func append(_ event: TerminalEvent) {
        switch event {
        case .key, .mouse:
            guard events.count < Self.inputLimit else { return }
        case .resized:
            events.removeAll { if case .resized = $0 { true } else { false } }
        case .resumed, .terminated, .hangup:
            guard !events.contains(event) else { return }
        }
        events.append(event)
    }

    /// Takes the oldest event.
    mutating func popFirst() -> TerminalEvent? {
        events.isEmpty ? nil : events.removeFirst()
    }
}
