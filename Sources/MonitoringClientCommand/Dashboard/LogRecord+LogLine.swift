import Dashboard
import Logging
import MonitoringWebSocketClient

extension LogRecord {
    /// A line that was logged, as the screen shows it.
    init(_ line: LogLine) {
        let urgency: Urgency =
            switch line.level {
            case .trace, .debug: .detail
            case .info, .notice: .normal
            case .warning: .warning
            case .error, .critical: .error
            }
        self.init(time: line.time, level: line.level.manualName, urgency: urgency, text: line.message)
    }
}
