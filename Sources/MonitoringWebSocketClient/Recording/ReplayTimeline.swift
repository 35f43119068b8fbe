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
        /// Since the recording began.
        var due: Duration
        /// What clocks on the wall showed; nil for a new run, which begins with its first step.
        var wall: WallTime?
        var content: Content
    }

    let server: String
    private let path: String
    private let messages = MessageReader()
    private var lines: LineReader
    /// When the step before happened; nil before a run's first.
    private var previous: WallTime?
    /// When the step before was due.
    private var due = Duration.zero
    private var next: Step?
    private var isAtEnd = false
    private var invalidLines = 0
    private var problems: [RecordingError] = []

    /// - Throws: when the file cannot be read or does not begin as a recording does.
    init(path: String) throws(RecordingError) {
        self.path = path
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
    mutating func peek() -> Step? {
        while next == nil, let line = nextLine() {
            do throws(InvalidLine) {
                try take(line)
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

    private mutating func take(_ line: LineReader.Line) throws(InvalidLine) {
        guard case .text(let text) = line else {
            throw InvalidLine("longer than \(RecordingLimits.lineBytes) bytes")
        }
        switch try RecordingLine(parsing: text, messages: messages) {
        case .header:
            // The time between two runs is nothing to wait for.
            previous = nil
            next = Step(due: due, wall: nil, content: .nextRun)
        case .entry(let entry):
            due += step(to: entry.received)
            previous = entry.received
            next = Step(due: due, wall: entry.received, content: .entry(entry.content))
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
