import MonitoringMessages

/// What happens next in a recording, and when. It reads no clock and tells nobody: what it finds wrong with the file waits in
/// `problems`.
struct ReplayTimeline {
    enum Content: Sendable, Equatable {
        case entry(RecordedEntry.Content)
        /// The file goes on with another run.
        case nextRun
    }

    struct Step: Sendable, Equatable {
        /// On the monotonic clock.
        var due: Duration
        var content: Content
    }

    let server: String
    private let path: String
    private let speed: ReplaySpeed
    private let messages = MessageReader()
    private var lines: LineReader
    /// When the step before happened; nil before a run's first.
    private var previous: WallTime?
    /// When the step before was due; nil before the first.
    private var due: Duration?
    private var next: Step?
    private var isAtEnd = false
    private var invalidLines = 0
    private var problems: [RecordingError] = []

    /// - Throws: when the file cannot be read or does not begin as a recording does.
    init(path: String, speed: ReplaySpeed) throws(RecordingError) {
        self.path = path
        self.speed = speed
        let first: LineReader.Line?
        do {
            lines = LineReader(try .reading(path), maximumBytes: RecordingLimits.lineBytes)
            first = try lines.next()
        } catch {
            throw .cannotRead(path: path, detail: error.detail)
        }
        guard let first else { throw .empty(path: path) }
        guard case .text(let text) = first, let parsed = try? RecordingLine(parsing: text, messages: messages),
            case .header(let header) = parsed
        else { throw .notARecording(path: path) }
        guard header.version == RecordingHeader.version else {
            throw .unsupportedVersion(path: path, version: header.version)
        }
        server = header.server
    }

    /// What comes next, without passing it; nil at the end of the recording.
    /// - Parameter now: when the first step is due.
    mutating func peek(now: Duration) -> Step? {
        while next == nil, let line = nextLine() {
            do throws(InvalidLine) {
                try take(line, now: now)
            } catch {
                leaveOut(error)
            }
        }
        return next
    }

    /// Passes what `peek` returned.
    mutating func pass() {
        next = nil
    }

    /// What was wrong with the file since this was asked last.
    mutating func takeProblems() -> [RecordingError] {
        defer { problems = [] }
        return problems
    }

    private mutating func nextLine() -> LineReader.Line? {
        guard !isAtEnd else { return nil }
        do throws(RegularFile.Failure) {
            if let line = try lines.next() { return line }
        } catch {
            problems.append(.cannotRead(path: path, detail: error.detail))
        }
        isAtEnd = true
        return nil
    }

    private mutating func take(_ line: LineReader.Line, now: Duration) throws(InvalidLine) {
        guard case .text(let text) = line else {
            throw InvalidLine("longer than \(RecordingLimits.lineBytes) bytes")
        }
        switch try RecordingLine(parsing: text, messages: messages) {
        case .header:
            // The time between two runs is nothing to wait for.
            previous = nil
            next = Step(due: due ?? now, content: .nextRun)
        case .entry(let entry):
            let due = (due ?? now) + speed.played(step(to: entry.received))
            previous = entry.received
            self.due = due
            next = Step(due: due, content: .entry(entry.content))
        }
    }

    private func step(to time: WallTime) -> Duration {
        guard let previous else { return .zero }
        let passed = time.nanosecondsSinceEpoch.subtractingReportingOverflow(previous.nanosecondsSinceEpoch)
        guard !passed.overflow else { return .zero }
        return min(max(.nanoseconds(passed.partialValue), .zero), RecordingLimits.longestStep)
    }

    private mutating func leaveOut(_ error: InvalidLine) {
        invalidLines += 1
        if invalidLines <= RecordingLimits.invalidLines {
            problems.append(.invalidLine(path: path, line: lines.number, detail: error.detail))
        } else {
            let limit = RecordingLimits.invalidLines
            problems.append(.tooManyInvalidLines(path: path, line: lines.number, limit: limit))
            isAtEnd = true
        }
    }
}
