package import MonitoringMessages

/// Says which of several hosts it is about: before each line of text, and as the member `server` of each JSON object.
package struct HostFormatter: MonitoringFormatter {
    private let name: String
    private let prefix: StyledSpan
    private let base: any MonitoringFormatter

    /// - Parameters:
    ///   - host: The host's name, without control characters.
    ///   - columns: Columns that the name is given in text, so that what follows stands in line.
    ///   - base: What formats the rest.
    package init(host: String, columns: Int, base: any MonitoringFormatter) {
        name = host
        prefix = StyledSpan(TextWidth.fitted(base.options.harmless(host), to: columns) + "  ", .title)
        self.base = base
    }

    package var options: FormatOptions { base.options }

    package var parts: MessageParts { base.parts }

    package func format(_ received: ReceivedSample) -> StyledText {
        base is JSONFormatter ? base.format(withServer(received)) : prefixed(base.format(received))
    }

    package func printed(_ received: ReceivedSample, by writer: ANSIWriter) -> String {
        base is JSONFormatter
            ? base.printed(withServer(received), by: writer) : writer.string(prefixed(base.format(received)))
    }

    package func formatConnectionMessage(_ message: String, at time: WallTime) -> StyledText {
        named(base.formatConnectionMessage(message, at: time))
    }

    package func formatError(_ error: String, at time: WallTime) -> StyledText {
        named(base.formatError(error, at: time))
    }

    package func formatStatistics(_ statistics: ConnectionStatistics) -> StyledText {
        named(base.formatStatistics(statistics))
    }

    /// The name before each line that is not empty.
    package func prefixed(_ text: StyledText) -> StyledText {
        StyledText(text.lines.map { $0.spans.isEmpty ? $0 : StyledLine([prefix] + $0.spans) })
    }

    private func withServer(_ received: ReceivedSample) -> ReceivedSample {
        var received = received
        received.raw = JSONText.adding("server", name, to: received.raw)
        return received
    }

    private func named(_ text: StyledText) -> StyledText {
        guard let json = base as? JSONFormatter else { return prefixed(text) }
        return json.text(JSONText.adding("server", name, to: text.plain))
    }
}
