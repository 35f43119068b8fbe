import Logging
package import MonitoringFormatters
import MonitoringWebSocketClient
import WebSocketTransport

/// What the command goes by, whatever it was set with. Made by applying the text of each key, defaults first.
package struct Settings: Sendable {
    /// What all hosts have in common.
    var client: ClientConfiguration
    /// Whom to watch; at least one.
    var hosts: [WatchedHost]
    var local = false
    var record: String?
    var replay: String?
    var speed: ReplaySpeed?
    var saveData: String?
    package var database: String?
    /// How old the samples of the database get; nil keeps them all.
    package var databaseRetention: Duration?
    /// nil is simple when streaming and detailed in the dashboard.
    package var format: OutputFormat?
    var stream = false
    var noColor = false
    var ascii = false
    /// nil is unlimited.
    var duration: Duration?
    package var stats = false
    var history = false
    var verbose = false
    var logLevel: Logger.Level?
    var logFile: String?
    package var formats = FormatOptions()
    /// Samples that `--history` keeps.
    var historySize = 1000
    var rotation = LogRotation()
    var alerts = AlertSettings()
    /// The dashboard's redraws a second, at most.
    var redrawsPerSecond = 10

    /// - Parameter uri: of the server to watch.
    init(uri: WebSocketURI) {
        client = ClientConfiguration(uri: uri)
        hosts = [WatchedHost(uri: uri)]
    }

    /// The lowest level to log; nil logs nothing.
    var lowestLogLevel: Logger.Level? {
        if verbose { return .debug }
        return logLevel ?? (logFile == nil ? nil : .info)
    }
}
