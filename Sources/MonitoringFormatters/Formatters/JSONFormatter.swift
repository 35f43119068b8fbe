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

    /// The whole message.
    public func format(_ received: ReceivedSample) -> StyledText {
        text(received.raw)
    }

    private func text(_ raw: String) -> StyledText {
        StyledText([StyledLine([StyledSpan(raw)])])
    }
}
