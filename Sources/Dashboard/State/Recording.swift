package import DequeModule
package import MonitoringMessages

/// What the client has told so far: what the panes show, and what pausing freezes.
package struct Recording: Sendable, Equatable {
    /// Errors kept; as many as samples.
    package static let errorLimit = 1000

    package var status: ConnectionStatus
    package var statistics = ConnectionStatistics()
    package var history: SampleHistory
    /// Oldest first.
    package var errors: Deque<ErrorRecord> = []
    /// The newest text that the server sent about the connection.
    package var serverNotice: String?

    /// Nothing recorded yet.
    package init(status: ConnectionStatus, limits: SampleHistory.Limits = .init()) {
        self.status = status
        history = SampleHistory(limits: limits)
    }

    mutating func take(_ update: ClientUpdate) {
        status = update.status
        statistics = update.statistics
        // The oldest were left out, so they stand before those that are there.
        history.leaveOut(update.droppedSamples)
        for sample in update.samples { history.append(sample) }
        errors.append(contentsOf: update.errors)
        errors.removeFirst(max(0, errors.count - Self.errorLimit))
        if let notice = update.serverNotice { serverNotice = notice }
    }

    /// Whether what the panes show as the newest is not the present: the link is down, or the data is late.
    package func isStale(at now: Moment) -> Bool {
        status.state != .connected || history.isLate(at: now)
    }
}

/// A recording held still.
package struct FrozenRecording: Sendable, Equatable {
    package var recording: Recording
    /// When it was frozen.
    package var moment: Moment
    /// Samples that came since, and were recorded.
    package var missedSamples = 0
    /// Lines that the log and the error history have grown by since.
    var missedLogRows = 0
    var missedErrors = 0
}

/// A line for the footer that goes away by itself.
package struct Notice: Sendable, Equatable {
    /// Long enough to read a file name.
    package static let lifetime = Duration.seconds(5)

    package var text: String
    /// When it goes away (monotonic).
    package var until: Duration
}

/// How far a pane is scrolled.
package struct ScrollOffset: Sendable, Hashable {
    /// Lines from the start; in a log from the end, where 0 follows the newest line.
    package var rows = 0
    /// Columns to the right.
    package var columns = 0

    /// Not scrolled.
    package init(rows: Int = 0, columns: Int = 0) {
        self.rows = rows
        self.columns = columns
    }
}
