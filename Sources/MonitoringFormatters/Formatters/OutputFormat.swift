/// The output formats, by the names that the command line and the configuration file know them by.
public enum OutputFormat: String, Sendable, Hashable, CaseIterable {
    /// One line: `CPU: 45.2% | RAM: 62.8% | Disk: 28.5% | GPU: 15.0%`.
    case simple
    /// A heading, and a block with a bar for each part.
    case detailed
    /// One short line with the time: `[14:30:25] CPU:45% │ RAM:63%(8.2/13G) │ DSK:29% │ GPU:15%/45%`.
    case compact
    /// The message as received, pretty-printed.
    case json
    /// The message as received, on one line.
    case jsonl

    /// The formatter of this format.
    public func formatter(_ options: FormatOptions = FormatOptions()) -> any MonitoringFormatter {
        switch self {
        case .simple: SimpleFormatter(options)
        case .detailed: DetailedFormatter(options)
        case .compact: CompactFormatter(options)
        case .json: JSONFormatter(.pretty, options)
        case .jsonl: JSONFormatter(.singleLine, options)
        }
    }
}
