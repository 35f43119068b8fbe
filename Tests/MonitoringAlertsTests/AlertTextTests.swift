import MonitoringAlerts
import MonitoringMessages
import Testing

@Suite struct AlertTextTests {
    private static let alert = Alert(
        number: 7, host: "ws://a:1", hostname: "vm", subject: .cpu, level: .warning, start: AlertScript.moment(0),
        end: nil, value: 93.14, peak: 97, threshold: 80, detail: nil)

    private static func changed(_ change: (inout Alert) -> Void) -> Alert {
        var alert = alert
        change(&alert)
        return alert
    }

    @Test(arguments: [
        (AlertEvent.raised(alert), "WARNING: CPU 93.1% on vm, above 80%, since 22:13:20"),
        (.ongoing(alert), "STILL WARNING: CPU 93.1% on vm, still on after 1m 5s, peak 97%"),
        (.cleared(changed { $0.end = AlertScript.moment(40) }), "CLEARED: CPU normal again on vm, after 40s, peak 97%"),
        (
            .raised(
                changed {
                    $0.subject = .link
                    $0.hostname = nil
                    $0.level = .critical
                    $0.value = nil
                    $0.threshold = nil
                    $0.detail = "refused"
                }), "CRITICAL: Link lost on ws://a:1, refused, since 22:13:20"
        ),
        (
            .raised(
                changed {
                    $0.subject = .server(component: "fan\u{1b}[2J", metric: "rpm")
                    $0.detail = "too\nslow"
                }), "WARNING: fan␛[2J rpm 93.1 on vm, above 80, too␤slow, since 22:13:20"
        ),
    ])
    func sentences(event: AlertEvent, text: String) {
        #expect(AlertText.sentence(event, now: .seconds(65)) == text)
    }

    @Test func json() {
        let alert = Self.changed {
            $0.hostname = "v\"m\n"
            $0.end = AlertScript.moment(40)
        }
        #expect(
            AlertJSON.text(.cleared(alert), now: .zero) == """
                {"type": "alert", "event": "cleared", "number": 7, "host": "ws://a:1", "hostname": "v\\"m\\u2424", "subject": "cpu", \
                "name": "CPU", "level": "warning", "value": 93.14, "threshold": 80.0, "peak": 97.0, \
                "start": "2023-11-14T22:13:20.000000+00:00", "end": "2023-11-14T22:14:00.000000+00:00", "gone": false, \
                "duration_seconds": 40.0, "detail": null, \
                "text": "CLEARED: CPU normal again on v\\"m\\u2424, after 40s, peak 97%"}
                """)
    }
}
