package import MonitoringMessages

/// Counts what `ConnectionStatistics` shows. Pure: times come in as values.
package struct ConnectionStatisticsRecorder: Sendable {
    /// Outages kept. At one every five seconds, the default interval, that is an hour and a half of the worst case.
    package static let outageLimit = 1000

    // First what each message touches.
    private var messagesReceived = 0
    private var bytesReceived = 0
    private var rate: MessageRate?
    /// The other counters; what depends on the present time is filled in by `snapshot`.
    private var counts = ConnectionStatistics()
    private let errorHistoryLimit: Int
    private var hasAttempted = false
    private var startedAt: Duration?
    /// Time stands still after it.
    private var stoppedAt: Duration?
    /// Length of the connections that are over.
    private var connectedBefore: Duration = .zero
    /// The longest outage that is over.
    private var longestOutage: Duration?
    private var currentOutage: Outage?

    /// - Parameter errorHistoryLimit: errors kept, oldest dropped first.
    package init(errorHistoryLimit: Int) {
        self.errorHistoryLimit = max(errorHistoryLimit, 0)
    }

    package mutating func attemptStarted(at moment: Moment) {
        startedAt = startedAt ?? moment.monotonic
        stoppedAt = nil
        if hasAttempted { counts.reconnectAttempts += 1 }
        hasAttempted = true
        currentOutage?.attempts += 1
    }

    /// - Parameters:
    ///   - messages: how many arrived together.
    ///   - bytes: of all of them.
    package mutating func received(_ messages: Int = 1, bytes: Int, at now: Duration) {
        messagesReceived += messages
        bytesReceived += bytes
        rate?.count(messages, at: now)
    }

    package mutating func sent(bytes: Int) {
        counts.messagesSent += 1
        counts.bytesSent += bytes
    }

    package mutating func roundTrip(_ time: Duration) {
        counts.lastRoundTrip = time
    }

    package mutating func failed(_ record: ErrorRecord) {
        counts.errorCount += 1
        counts.lastError = record.error
        guard errorHistoryLimit > 0 else { return }
        if counts.errorHistory.count >= errorHistoryLimit { counts.errorHistory.removeFirst() }
        counts.errorHistory.append(record)
    }

    /// A message that could not be read: an error that is counted on its own too.
    package mutating func malformed(_ record: ErrorRecord) {
        counts.malformedMessages += 1
        failed(record)
    }

    package mutating func statusChanged(_ change: StatusChange, at moment: Moment) {
        counts.currentState = change.to
        guard change.from != change.to else { return }
        if change.from == .connected { disconnected(at: moment) }
        switch change.to {
        case .connected:
            endOutage(at: moment)
            counts.connectionStart = moment
            rate = rate ?? MessageRate(origin: moment.monotonic)
        case .reconnecting, .error:
            if currentOutage == nil { currentOutage = Outage(start: moment, reason: change.reason ?? "") }
        case .disconnected:
            endOutage(at: moment)
            stoppedAt = moment.monotonic
        case .connecting:
            break
        }
    }

    /// The statistics as of `now` on the monotonic clock.
    package func snapshot(now: Duration) -> ConnectionStatistics {
        let now = stoppedAt ?? now
        var result = counts
        result.messagesReceived = messagesReceived
        result.bytesReceived = bytesReceived
        if let start = counts.connectionStart { result.uptime = now - start.monotonic }
        result.messageRate = rate?.perSecond(now: now)
        if let currentOutage {
            result.outages.append(currentOutage)
            result.longestOutage = max(longestOutage ?? .zero, currentOutage.length(now: now))
        } else {
            result.longestOutage = longestOutage
        }
        if let startedAt, now > startedAt {
            result.connectedShare = (connectedBefore + result.uptime) / (now - startedAt)
        }
        return result
    }

    private mutating func disconnected(at moment: Moment) {
        counts.totalDisconnections += 1
        if let start = counts.connectionStart { connectedBefore += moment.monotonic - start.monotonic }
        counts.connectionStart = nil
    }

    private mutating func endOutage(at moment: Moment) {
        guard var outage = currentOutage else { return }
        currentOutage = nil
        outage.end = moment
        longestOutage = max(longestOutage ?? .zero, outage.length(now: moment.monotonic))
        // One place is the present outage's.
        if counts.outages.count >= Self.outageLimit - 1 { counts.outages.removeFirst() }
        counts.outages.append(outage)
    }
}
