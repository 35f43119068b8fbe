import MonitoringAlerts
import MonitoringFormatters
import MonitoringMessages

/// An alert as a line of the stream: `[ALERT] WARNING: CPU 93.1% on vm, …`, or JSON where the samples are JSON.
enum AlertLine {
    static func text(_ event: AlertEvent, now: Moment, options: FormatOptions, format: OutputFormat) -> StyledText {
        let line: StyledSpan
        switch format {
        case .json, .jsonl:
            line = StyledSpan(AlertJSON.text(event, now: now.monotonic))
        case .simple, .compact, .detailed:
            let sentence = AlertText.sentence(event, now: now.monotonic, unicode: options.unicode)
            line = StyledSpan("[ALERT] \(sentence)", style(event))
        }
        return StyledText([StyledLine([line])])
    }

    private static func style(_ event: AlertEvent) -> TextStyle {
        if case .cleared = event { return .level(.normal) }
        return .level(event.alert.level == .critical ? .critical : .warning)
    }
}
