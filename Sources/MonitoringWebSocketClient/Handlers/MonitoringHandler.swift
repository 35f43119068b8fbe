import DequeModule
public import MonitoringFormatters
public import MonitoringMessages
import Synchronization

/// Takes samples: filters them, keeps the last one and a history, and prints them. A client makes one of its own.
public final class MonitoringHandler: MessageHandler {
    /// Samples that a history keeps by default (`MAX_HISTORY_SIZE`).
    public static let defaultHistoryLimit = 1000

    /// Whether a sample is kept in the history and printed.
    public typealias Filter = @Sendable (ReceivedSample) -> Bool

    private struct State {
        var formatter: any MonitoringFormatter
        var color: Bool
        var filters: [Filter] = []
        var history = Deque<ReceivedSample>()
        var lastData: ReceivedSample?
        var received = 0
        var filtered = 0
    }

    private let output: ClientOutput
    private let historyLimit: Int?
    private let state: Mutex<State>

    /// A handler of its own, to be given to `WebSocketClient.on`.
    /// - Parameters:
    ///   - formatter: Makes the printed lines.
    ///   - color: Whether they have colour where the output can show it.
    ///   - storeHistory: Whether samples are kept.
    ///   - historyLimit: The most samples kept, at least 1; beyond it the oldest is dropped.
    ///   - output: Where samples are printed.
    public init(
        formatter: any MonitoringFormatter = OutputFormat.simple.formatter(), color: Bool = true,
        storeHistory: Bool = false, historyLimit: Int = MonitoringHandler.defaultHistoryLimit,
        output: ClientOutput = .standardOutput
    ) {
        self.output = output
        self.historyLimit = storeHistory ? max(historyLimit, 1) : nil
        state = Mutex(State(formatter: formatter, color: color))
    }

    /// The newest sample, filtered out or not; nil before the first.
    public var lastData: ReceivedSample? { state.withLock { $0.lastData } }

    /// The samples kept, oldest first.
    /// - Throws: `HistoryError.off` when none are kept.
    public func history() throws(HistoryError) -> [ReceivedSample] {
        guard historyLimit != nil else { throw .off }
        return state.withLock { Array($0.history) }
    }

    /// Adds a filter: a sample that any filter refuses is neither kept in the history nor printed. It is still the last
    /// data, and other handlers still get it. The filter runs while the client waits: it must be quick.
    public func addFilter(_ filter: @escaping Filter) {
        state.withLock { $0.filters.append(filter) }
    }

    /// Removes every filter.
    public func removeFilters() {
        state.withLock { $0.filters = [] }
    }

    /// Prints with another formatter from the next sample on.
    public func setFormatter(_ formatter: any MonitoringFormatter, color: Bool = true) {
        state.withLock { state in
            state.formatter = formatter
            state.color = color
        }
    }

    /// `received`, `filtered` (refused by a filter) and `history` (kept now): numbers of samples.
    public var handlerStatistics: [String: String] {
        state.withLock {
            ["received": "\($0.received)", "filtered": "\($0.filtered)", "history": "\($0.history.count)"]
        }
    }

    /// Takes a message; other types than `monitoring_data` pass.
    /// - Throws: When the output cannot be written.
    public func handle(_ message: ReceivedMessage, at moment: Moment) throws {
        guard case .monitoringData(let sample) = message.message else { return }
        let data = ReceivedSample(moment: moment, sample: sample, rawBytes: message.rawBytes)
        if record(data) { try display(data) }
    }
}

extension MonitoringHandler {
    /// - Returns: whether it is to be displayed.
    func record(_ data: ReceivedSample) -> Bool {
        let filters = state.withLock { $0.filters }
        let isWanted = filters.allSatisfy { $0(data) }
        state.withLock { state in
            state.received += 1
            state.lastData = data
            guard isWanted else { return state.filtered += 1 }
            guard let historyLimit else { return }
            if state.history.count >= historyLimit { state.history.removeFirst() }
            state.history.append(data)
        }
        return isWanted
    }

    func display(_ data: ReceivedSample) throws {
        try show(.data) { $0.format(data) }
    }

    func displayConnection(_ message: String, at time: WallTime) throws {
        try show(.connection) { $0.formatConnectionMessage(message, at: time) }
    }

    func displayError(_ error: String, at time: WallTime) throws {
        try show(.error) { $0.formatError(error, at: time) }
    }

    /// What it prints with.
    var format: (formatter: any MonitoringFormatter, color: Bool) {
        state.withLock { ($0.formatter, $0.color) }
    }

    private func show(_ kind: PrintedText.Kind, _ lines: (any MonitoringFormatter) -> StyledText) throws {
        if case .none = output { return }
        let (formatter, color) = format
        let writer = ANSIWriter(color: color && output.allowsColor(kind))
        try output.print(PrintedText(kind: kind, text: writer.string(lines(formatter))))
    }
}
