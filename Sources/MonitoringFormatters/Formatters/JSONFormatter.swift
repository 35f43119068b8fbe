public import MonitoringMessages

/// The message as received: keys in the order received, numbers as written, unknown fields kept, never coloured.
public struct JSONFormatter: MonitoringFormatter {
    /// How JSON is laid out.
    public enum Layout: Sendable, Hashable {
        /// A line for each member and element.
        case pretty
        /// Everything on one line.
        case singleLine
    }

    /// How JSON is laid out.
    public var layout: Layout
    /// What is set.
    public var options: FormatOptions

    /// A formatter with its layout and options.
    public init(_ layout: Layout, _ options: FormatOptions = FormatOptions()) {
        self.layout = layout
        self.options = options
    }

    /// The text alone.
    public var parts: MessageParts { .text }

    /// The whole message.
    public func format(_ received: ReceivedSample) -> StyledText {
        text(JSONText(received.rawBytes))
    }

    /// The same text, which has no styles.
    public func printed(_ received: ReceivedSample, by writer: ANSIWriter) -> String {
        json(JSONText(received.rawBytes)) + "\n"
    }

    /// The same text, laid out where it is to stand.
    public func write(_ received: ReceivedSample, by writer: ANSIWriter, to output: inout [UInt8]) {
        guard options.unicode else {
            output.append(contentsOf: printed(received, by: writer).utf8)
            return
        }
        let text = JSONText(received.rawBytes)
        switch layout {
        case .pretty: text.writePretty(indent: options.indent, to: &output)
        case .singleLine: text.writeSingleLine(to: &output)
        }
        output.append(UInt8(ascii: "\n"))
    }

    /// `{"type": "connection", "message": …}`.
    public func formatConnectionMessage(_ message: String, at time: WallTime) -> StyledText {
        text(
            JSONObjectWriter.object { object in
                object.field("type", "connection")
                object.field("message", message)
            })
    }

    /// `{"type": "error", "error": …}`.
    public func formatError(_ error: String, at time: WallTime) -> StyledText {
        text(
            JSONObjectWriter.object { object in
                object.field("type", "error")
                object.field("error", error)
            })
    }

    /// `{"type": "statistics", "stats": …}` with the manual's keys first, then ours. Unknown is null.
    public func formatStatistics(_ statistics: ConnectionStatistics) -> StyledText {
        text(
            JSONObjectWriter.object { object in
                object.field("type", "statistics")
                object.object("stats") { StatisticsJSON.write(statistics, to: &$0) }
            })
    }

    func text(_ raw: String) -> StyledText { text(JSONText(raw)) }

    private func text(_ text: JSONText) -> StyledText {
        StyledText(
            json(text).utf8.split(separator: UInt8(ascii: "\n")).map { line in
                StyledLine([StyledSpan(String(Substring(line)))])
            }
        )
    }

    /// The text laid out: `JSONText` escapes what is not harmless, so that no value changes.
    private func json(_ text: JSONText) -> String {
        let json =
            switch layout {
            case .pretty: text.pretty(indent: options.indent)
            case .singleLine: text.singleLine()
            }
        return options.unicode ? json : Self.ascii(json)
    }

    /// JSON with every scalar beyond ASCII as an escape (`\u00e9`).
    private static func ascii(_ json: String) -> String {
        if TextWidth.isASCII(json) { return json }
        var result = ""
        for scalar in json.unicodeScalars {
            if scalar.isASCII {
                result.unicodeScalars.append(scalar)
            } else {
                for unit in scalar.utf16 {
                    let digits = String(unit, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
                }
            }
        }
        return result
    }
}
