package import AlertDelivery
package import Dashboard
package import MonitoringWebSocketClient

/// What costs a program time and memory at its start even where nobody asks for it: SQLite, and an HTTP client with
/// Foundation. Only `monitoring-websocket-client-full` has it.
package struct Extras: Sendable {
    /// Opens the database of `--database`, in the background.
    /// - Parameter path: The file.
    package let storage: @Sendable (_ path: String, _ settings: Settings, _ notices: Notices) -> any Storage
    /// What tells `--alert-webhook` of alerts.
    package let webhook: @Sendable (_ url: WebhookURL, _ settings: AlertSettings) -> any AlertNotifier
    /// Runs `history`.
    /// - Throws: `SettingError`.
    package let history: @Sendable (HistoryArguments) throws(SettingError) -> ExitStatus

    /// All of it.
    package init(
        storage: @escaping @Sendable (String, Settings, Notices) -> any Storage,
        webhook: @escaping @Sendable (WebhookURL, AlertSettings) -> any AlertNotifier,
        history: @escaping @Sendable (HistoryArguments) throws(SettingError) -> ExitStatus
    ) {
        self.storage = storage
        self.webhook = webhook
        self.history = history
    }
}

/// Where samples are kept: one for all servers that are watched. A server goes by its URI without credentials, or by another
/// name that stays.
package protocol Storage: Sendable {
    /// What became of the samples so far, for the screen.
    var counts: SideCounts.Storage { get }

    /// What a server's client is to feed.
    func handler(server: String) -> any ClientEventHandler

    /// What is kept of the server from the last day until now, for the graphs: one element, oldest first, when it has been
    /// read; no more than `limit` of the newest. Nobody waits for it, so a database that does not answer holds up nothing.
    func remembered(server: String, clock: any ClientClock, limit: Int) -> AsyncStream<[RememberedSample]>

    /// Waits, within limits, for what is not written yet, and reports.
    ///
    /// - Parameter status: What the command would end with.
    /// - Returns: what it ends with.
    func end(_ status: ExitStatus, _ settings: Settings) async -> ExitStatus
}
