import AlertDelivery
import Dashboard
import MonitoringAlerts
import MonitoringFormatters
import MonitoringMessages

/// Whoever is told about alerts outside this process, each by a queue of its own. Nothing is made where nothing is set.
struct AlertDeliveries: Sendable {
    /// How long alerts that were not told yet may hold up the end of the command.
    private static let grace: Duration = .seconds(2)

    private let queues: [(name: String, queue: DeliveryQueue)]

    /// - Parameter webhook: What makes the webhook's notifier; nil where there is none to be told.
    init(
        _ settings: AlertSettings, webhook: ((WebhookURL, AlertSettings) -> any AlertNotifier)?, notices: Notices
    ) {
        var notifiers: [any AlertNotifier] = []
        if let command = settings.command {
            notifiers.append(
                CommandNotifier(
                    command, timeLimit: settings.timeout, environment: Environment.variablesWithoutSecrets()))
        }
        if let url = settings.webhook, let webhook { notifiers.append(webhook(url, settings)) }
        if let mail = settings.mail { notifiers.append(MailNotifier(mail)) }
        queues = notifiers.map { notifier in
            let report: @Sendable (String) -> Void = { notices.post("alert not told: \(HarmlessText.make($0))") }
            return (notifier.name, DeliveryQueue(notifier, report: report))
        }
    }

    /// Comes back at once, whatever becomes of the alerts.
    func post(_ events: [AlertEvent], at moment: Moment) {
        for (_, queue) in queues { queue.post(events.map { AlertNotice($0, at: moment) }) }
    }

    /// What has become of the alerts so far, for the screen.
    var counts: [SideCounts.Delivery] {
        queues.map { name, queue in
            let counts = queue.counts
            return SideCounts.Delivery(
                name: name, sent: counts.sent, failed: counts.failed, waiting: counts.waiting, dropped: counts.dropped)
        }
    }

    /// Gives those that wait a moment, and says which were lost.
    func end() async {
        await withTaskGroup(of: Void.self) { group in
            for (_, queue) in queues { group.addTask { await queue.end(within: Self.grace) } }
        }
        for (name, queue) in queues {
            let counts = queue.counts
            let lost = counts.failed + counts.dropped + counts.waiting
            guard lost > 0 else { continue }
            ClientProgram.complain("\(name): \(lost) of \(lost + counts.sent) alerts were not told")
        }
    }
}

extension Environment {
    /// This process's variables, as `NAME=value`, without those that hold secrets of its own.
    static func variablesWithoutSecrets() -> [String] {
        let secrets = SettingKey.allCases.filter { $0.isSecret || $0 == .uri }.map { $0.variable + "=" }
        // Swift cannot see `environ`; this is how it was when the process began.
        let bytes = (try? TextFile.bytes("/proc/self/environ")) ?? []
        return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            .filter { variable in !secrets.contains { variable.hasPrefix($0) } }
    }
}
