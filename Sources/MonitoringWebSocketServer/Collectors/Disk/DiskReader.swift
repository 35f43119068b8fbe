import Dispatch
import Synchronization

/// Asks file systems, each on a thread of its own: statvfs(3) of a network mount whose server is gone does not come back,
/// and neither samples nor the end of the program may wait for it.
final class DiskReader<Reading: Sendable>: Sendable {
    /// What a file system that answers needs even on a busy machine. One that does not is not waited for again.
    private static var patience: DispatchTimeInterval { .seconds(1) }
    /// Until then it is shown as it was; after that its sizes are unknown.
    private static var longestReading: Duration { .seconds(5) }

    private struct Entry {
        /// When the reading under way began.
        var readingSince: Duration?
        var reading: Reading?
    }

    private let paths: [String]
    private let read: @Sendable (String) -> Reading?
    private let entries: Mutex<[Entry]>

    /// - Parameter read: what is wanted of a path; called once at a time for each.
    init(_ paths: [String], read: @escaping @Sendable (String) -> Reading?) {
        self.paths = paths
        self.read = read
        entries = Mutex(paths.map { _ in Entry() })
    }

    /// The readings in the order of the paths; nil for what cannot be read, or does not answer.
    func readings(at now: Duration) -> [Reading?] {
        let started = DispatchGroup()
        for index in startReadings(at: now) {
            DispatchQueue.global().async(group: started) { [self] in
                let reading = read(paths[index])
                entries.withLock { $0[index] = Entry(reading: reading) }
            }
        }
        _ = started.wait(timeout: .now() + Self.patience)
        return entries.withLock { entries in
            entries.map { entry in
                if let since = entry.readingSince, now - since >= Self.longestReading { nil } else { entry.reading }
            }
        }
    }

    /// The places of those that are not being read still.
    private func startReadings(at now: Duration) -> [Int] {
        entries.withLock { entries in
            let idle = entries.indices.filter { entries[$0].readingSince == nil }
            for index in idle { entries[index].readingSince = now }
            return idle
        }
    }
}
