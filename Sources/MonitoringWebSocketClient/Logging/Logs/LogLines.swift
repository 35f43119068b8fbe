import DequeModule
package import Logging
import Synchronization

/// Keeps the newest log lines for a pane, or to be printed once the screen is given back.
package final class LogLines: Sendable {
    /// Lines kept: a few screens' worth, whatever the length of the session.
    package static let limit = 1000

    private struct State {
        var lines = Deque<LogLine>()
        var count = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    package init(limit: Int = LogLines.limit) {
        self.limit = max(1, limit)
    }

    /// The newest lines, oldest first.
    package var lines: [LogLine] { state.withLock { Array($0.lines) } }

    /// Lines ever added: who has seen that many has seen them all.
    package var count: Int { state.withLock { $0.count } }

    /// The lines that were added after the first `count` ever, as far as they are kept, and how many that makes.
    package func lines(after count: Int) -> (lines: [LogLine], count: Int) {
        state.withLock { (Array($0.lines.suffix(max(0, $0.count - count))), $0.count) }
    }

    package func append(_ line: LogLine) {
        state.withLock { state in
            if state.lines.count >= limit { state.lines.removeFirst() }
            state.lines.append(line)
            state.count += 1
        }
    }

    /// A handler whose lines are kept here. `MultiplexLogHandler` joins it with that of a file.
    package func handler(
        label: String, level: Logger.Level = .info, clock: any ClientClock = SystemClock()
    ) -> LineLogHandler {
        LineLogHandler(label: label, level: level, clock: clock) { self.append($0) }
    }
}
