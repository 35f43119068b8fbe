import MonitoringFormatters
import MonitoringMessages

/// An alert as one JSON object on one line, in ASCII: what a command gets on its standard input and a webhook as its body.
public enum AlertJSON {
    /// The object's fields: `type` (`alert`), `event` (`raised`, `ongoing`, `cleared`), `number`, `host`,
    /// `hostname`, `subject` (`cpu`, `ram`, `disk`, `gpu`, `server`, `link`, `cluster`), `name`, `level`
    /// (`warning`, `critical`), `value`, `threshold`, `peak`, `start` and `end` (ISO 8601), `gone` (true when it
    /// ended because what it is about is gone), `duration_seconds`, `detail` and `text`, the whole in a sentence.
    /// What is unknown is null.
    ///
    /// - Parameter now: The moment that the length of an alert that is on is counted to, on the monotonic clock.
    public static func text(_ event: AlertEvent, now: Duration) -> String {
        let alert = event.alert
        return JSONObjectWriter.object { writer in
            writer.field("type", "alert")
            writer.field("event", name(of: event))
            writer.field("number", alert.number)
            writer.field("host", alert.host)
            writer.field("hostname", alert.hostname.map { HarmlessText.make($0, limit: 200) })
            writer.field("subject", alert.subject.kind)
            writer.field("name", AlertText.subject(alert.subject))
            writer.field("level", alert.level.rawValue)
            writer.field("value", alert.value)
            writer.field("threshold", alert.threshold)
            writer.field("peak", alert.peak)
            writer.field("start", Figures.iso8601(alert.start.wall))
            writer.field("end", alert.end.map { Figures.iso8601($0.wall) })
            writer.field("gone", alert.isGone)
            writer.field("duration_seconds", seconds(alert.length(now: now)))
            writer.field("detail", alert.detail.map { HarmlessText.make($0, limit: 500) })
            writer.field("text", AlertText.sentence(event, now: now))
        }
    }

    private static func name(of event: AlertEvent) -> String {
        switch event {
        case .raised: "raised"
        case .ongoing: "ongoing"
        case .cleared: "cleared"
        }
    }

    private static func seconds(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) + (Double(attoseconds) / 1e15).rounded() / 1e3
    }
}
