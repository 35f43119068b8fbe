public import MonitoringMessages

/// Makes lines out of samples and of what happens on a connection. A custom formatter conforms to this protocol; only
/// `format` is required.
///
/// What is made holds no line break and no control character: text from outside goes through `HarmlessText`.
public protocol MonitoringFormatter: Sendable {
    /// What is set; the defaults of the methods below follow it. Default: every option's default.
    var options: FormatOptions { get }
    /// The lines of a sample.
    func format(_ received: ReceivedSample) -> StyledText
    /// A sample as it is printed, each line ended by a newline. Default: what `writer` makes of `format`. A format that
    /// has no styles may get there without making lines and spans.
    func printed(_ received: ReceivedSample, by writer: ANSIWriter) -> String
    /// Adds what `printed` makes to `output`, as UTF-8. Default: that. A format may get there without making a string.
    func write(_ received: ReceivedSample, by writer: ANSIWriter, to output: inout [UInt8])
    /// What of a sample it formats; the rest may be unknown where nobody else needs it. Default: everything.
    var parts: MessageParts { get }
    /// The lines of a message about the connection. Default: `[CONN] message`.
    func formatConnectionMessage(_ message: String, at time: WallTime) -> StyledText
    /// The lines of an error. Default: `[ERROR] error`.
    func formatError(_ error: String, at time: WallTime) -> StyledText
    /// The lines of a connection's statistics. Default: a heading, and a line for each figure.
    func formatStatistics(_ statistics: ConnectionStatistics) -> StyledText
}

extension MonitoringFormatter {
    /// Every option's default.
    public var options: FormatOptions { FormatOptions() }

    /// What `writer` makes of `format`.
    public func printed(_ received: ReceivedSample, by writer: ANSIWriter) -> String {
        writer.string(format(received))
    }

    /// What `printed` makes.
    public func write(_ received: ReceivedSample, by writer: ANSIWriter, to output: inout [UInt8]) {
        output.append(contentsOf: printed(received, by: writer).utf8)
    }

    /// Everything.
    public var parts: MessageParts { .all }

    /// `[CONN] message`.
    public func formatConnectionMessage(_ message: String, at time: WallTime) -> StyledText {
        .connection("[CONN] ", message, options)
    }

    /// `[ERROR] error`.
    public func formatError(_ error: String, at time: WallTime) -> StyledText {
        .error("[ERROR] ", error, options)
    }

    /// A heading, and a line for each figure.
    public func formatStatistics(_ statistics: ConnectionStatistics) -> StyledText {
        StatisticsText(options).text(statistics)
    }
}

extension StyledText {
    /// One line about the connection.
    static func connection(_ prefix: String, _ message: String, _ options: FormatOptions) -> StyledText {
        StyledText([StyledLine([StyledSpan(prefix + options.harmless(message), .connection)])])
    }

    /// One error line.
    static func error(_ prefix: String, _ error: String, _ options: FormatOptions) -> StyledText {
        StyledText([StyledLine([StyledSpan(prefix + options.harmless(error), .error)])])
    }
}
