import AlertDelivery
import MonitoringAlerts
import MonitoringMessages

enum Notices {
    static func moment(_ second: Int) -> Moment {
        Moment(
            monotonic: .seconds(second),
            wall: WallTime(
                nanosecondsSinceEpoch: (1_795_264_225 + Int64(second)) * 1_000_000_000, utcOffsetSeconds: 7200)
        )
    }

    static func raised(
        _ number: Int = 1, host: String = "vm", _ subject: AlertSubject = .cpu, _ level: AlertLevel = .warning,
        detail: String? = nil
    ) -> AlertNotice {
        let alert = Alert(
            number: number, host: host, subject: subject, level: level, start: moment(0), value: 93.14, peak: 97,
            threshold: 80, detail: detail)
        return AlertNotice(.raised(alert), at: moment(5))
    }
}
