import MonitoringFormatters
import MonitoringWebSocketClient

/// What can be set: by an option of this name, by the environment, or by a key of the configuration file.
package enum SettingKey: String, Sendable, CaseIterable {
    case uri
    case hosts
    case local
    case record
    case replay
    case speed
    case saveData = "save-data"
    case database
    case databaseRetention = "database-retention"

    case format
    case stream
    case noColor = "no-color"
    case ascii
    case duration
    case stats
    case history

    case noReconnect = "no-reconnect"
    case reconnectInterval = "reconnect-interval"
    case maxMessageSize = "max-message-size"
    case backoff
    case backoffCap = "backoff-cap"
    case maxReconnects = "max-reconnects"
    case pingInterval = "ping-interval"
    case pingTimeout = "ping-timeout"
    case operationTimeout = "operation-timeout"
    case sendTimeout = "send-timeout"

    case header
    case headerFile = "header-file"
    case caFile = "ca-file"
    case clientCert = "client-cert"
    case clientKey = "client-key"
    case insecure
    case noCompression = "no-compression"
    case followRedirects = "follow-redirects"

    case alertCPU = "alert-cpu"
    case alertRAM = "alert-ram"
    case alertDisk = "alert-disk"
    case alertGPU = "alert-gpu"
    case alertCluster = "alert-cluster"
    case alertLink = "alert-link"
    case noServerAlerts = "no-server-alerts"
    case alertHold = "alert-hold"
    case alertHysteresis = "alert-hysteresis"
    case alertCoolDown = "alert-cool-down"
    case alertRepeat = "alert-repeat"
    case noBell = "no-bell"
    case alertCommand = "alert-command"
    case alertWebhook = "alert-webhook"
    case alertWebhookHeaderFile = "alert-webhook-header-file"
    case alertMailTo = "alert-mail-to"
    case alertMailFrom = "alert-mail-from"
    case alertTimeout = "alert-timeout"
    case alertCAFile = "alert-ca-file"
    case smtpHost = "smtp-host"
    case smtpPort = "smtp-port"
    case smtpSecurity = "smtp-security"
    case smtpUser = "smtp-user"
    case smtpPasswordFile = "smtp-password-file"
    /// No option: those are for everyone to see in ps.
    case smtpPassword = "smtp-password"
    case smtpPlainLogin = "smtp-plain-login"

    case verbose
    case logLevel = "log-level"
    case logFile = "log-file"

    // The constants of the manual's configuration, which are no options.
    case thresholdWarning = "threshold-warning"
    case thresholdCritical = "threshold-critical"
    case progressBarLength = "progress-bar-length"
    case timeFormat = "time-format"
    case jsonIndentLevel = "json-indent-level"
    case maxHistorySize = "max-history-size"
    case logRotationSize = "log-rotation-size"
    case errorHistoryLimit = "error-history-limit"
    case cliPollingInterval = "cli-polling-interval"

    /// The variable of the environment.
    var variable: String {
        if self == .uri { return "MONITORING_WEBSOCKET_URI" }
        return "MONITORING_" + rawValue.uppercased().replacing("-", with: "_")
    }

    /// The default as one would write it; nil is none. The manual's, where it has one.
    var defaultText: String? {
        switch self {
        case .uri: "ws://localhost:8765"
        case .reconnectInterval, .operationTimeout, .sendTimeout, .errorHistoryLimit: "5"
        case .backoff: Backoff.fixed.rawValue
        case .backoffCap: "60"
        case .maxMessageSize: "16777216"
        case .alertCPU, .alertCluster: "80"
        case .alertRAM: "85"
        case .alertDisk: "90"
        case .alertGPU: "95"
        case .alertLink: "2"
        case .alertHold, .alertHysteresis: "5"
        case .alertCoolDown: "60"
        case .alertRepeat: "never"
        case .alertTimeout: "10"
        case .smtpSecurity: "starttls"
        case .noServerAlerts, .noBell, .smtpPlainLogin: "false"
        case .alertCommand, .alertWebhook, .alertWebhookHeaderFile, .alertMailTo, .alertMailFrom, .alertCAFile,
            .smtpHost, .smtpPort, .smtpUser, .smtpPasswordFile, .smtpPassword:
            nil
        case .maxReconnects: "unlimited"
        case .pingInterval: "30"
        case .pingTimeout: "10"
        case .thresholdWarning: "80"
        case .thresholdCritical: "90"
        case .progressBarLength: "20"
        case .timeFormat: TimeFormat.standard.pattern
        case .jsonIndentLevel: "2"
        case .maxHistorySize: "1000"
        case .logRotationSize: "10485760"
        case .cliPollingInterval: "0.1"
        case .local, .stream, .noColor, .ascii, .stats, .history, .noReconnect, .insecure, .noCompression,
            .followRedirects, .verbose:
            "false"
        case .hosts, .record, .replay, .speed, .saveData, .database, .databaseRetention, .format, .duration, .header,
            .headerFile, .caFile, .clientCert,
            .clientKey, .logLevel, .logFile:
            nil
        }
    }

    /// Whether it is on or off; the option has no value then.
    var isFlag: Bool { defaultText == "false" }

    /// Those about the link to a server, which a replay has none of.
    static let ofConnection: [SettingKey] = [
        .noReconnect, .reconnectInterval, .maxReconnects, .pingInterval, .pingTimeout, .operationTimeout, .sendTimeout,
        .header, .headerFile, .caFile, .clientCert, .clientKey, .insecure, .noCompression, .followRedirects,
        .maxMessageSize, .backoff, .backoffCap,
    ]

    /// Whether its value is never repeated.
    var isSecret: Bool { [.header, .alertWebhook, .smtpPassword].contains(self) }
}
