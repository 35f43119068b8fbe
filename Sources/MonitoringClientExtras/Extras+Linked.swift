package import MonitoringClientCommand
import WebhookDelivery

extension Extras {
    /// What is linked into this program.
    package static var linked: Extras {
        Extras(
            storage: { DatabaseStorage(path: $0, $1, notices: $2) },
            webhook: { url, settings in
                WebhookNotifier(
                    url, headers: settings.webhookHeaders,
                    certificateAuthorityFile: settings.certificateAuthorityFile, timeLimit: settings.timeout)
            },
            history: { arguments throws(SettingError) in try HistoryCommand(arguments).run() })
    }
}
