import MonitoringAlerts
import MonitoringFormatters
import MonitoringWebSocketClient
import WebSocketTransport

extension Settings {
    /// Sets what a key stands for.
    /// - Throws: `Disallowed`, which says what is allowed.
    mutating func apply(_ key: SettingKey, _ text: String) throws(Disallowed) {
        switch key {
        case .uri: hosts = try Self.hosts(text)
        // The text names a file, which is read when all sources are put together.
        case .hosts: _ = try SettingText.path(text)
        case .local: local = try SettingText.bool(text)
        case .record: record = try SettingText.path(text)
        case .replay: replay = try SettingText.path(text)
        case .speed: speed = try SettingText.speed(text)
        case .saveData: saveData = try SettingText.path(text)
        case .database: database = try SettingText.path(text)
        case .databaseRetention: databaseRetention = try SettingText.age(text)
        case .format: format = try SettingText.format(text)
        case .stream: stream = try SettingText.bool(text)
        case .noColor: noColor = try SettingText.bool(text)
        case .ascii: ascii = try SettingText.bool(text)
        case .duration: duration = try SettingText.seconds(text)
        case .stats: stats = try SettingText.bool(text)
        case .history: history = try SettingText.bool(text)
        case .noReconnect: client.reconnect = try !SettingText.bool(text)
        case .reconnectInterval: client.reconnectInterval = try SettingText.seconds(text)
        case .maxMessageSize:
            client.webSocket.maximumMessageBytes = try SettingText.integer(text, 1024...1_073_741_824)
        case .backoff: client.backoff = try SettingText.backoff(text)
        case .backoffCap: client.backoffCap = try SettingText.seconds(text)
        case .maxReconnects: client.maxReconnectAttempts = try SettingText.attempts(text)
        case .pingInterval: client.pingInterval = try SettingText.seconds(text)
        case .pingTimeout: client.pingTimeout = try SettingText.seconds(text)
        case .operationTimeout: client.operationTimeout = try SettingText.seconds(text)
        case .sendTimeout: client.sendTimeout = try SettingText.seconds(text)
        case .header: client.webSocket.headers += try SettingText.header(text)
        case .headerFile: client.webSocket.headers += try HeaderText.parse(TextFile.read(try SettingText.path(text)))
        case .caFile: client.webSocket.tls.certificateAuthorityFile = try SettingText.path(text)
        case .clientCert: client.webSocket.tls.clientCertificateFile = try SettingText.path(text)
        case .clientKey: client.webSocket.tls.clientKeyFile = try SettingText.path(text)
        case .insecure: client.webSocket.tls.isInsecure = try SettingText.bool(text)
        case .noCompression: client.webSocket.compression = try !SettingText.bool(text)
        case .followRedirects:
            client.webSocket.maximumRedirects = try SettingText.bool(text) ? Self.maximumRedirects : 0
        case .alertCPU: alerts.rules.cpu = try SettingText.threshold(text)
        case .alertRAM: alerts.rules.ram = try SettingText.threshold(text)
        case .alertDisk: alerts.rules.disk = try SettingText.threshold(text)
        case .alertGPU: alerts.rules.gpu = try SettingText.threshold(text)
        case .alertCluster: alerts.rules.cluster = try SettingText.threshold(text)
        case .alertLink: alerts.rules.linkHold = try SettingText.seconds(text, or: "off")
        case .noServerAlerts: alerts.rules.usesServerAlerts = try !SettingText.bool(text)
        case .alertHold: alerts.rules.hold = try SettingText.delay(text)
        case .alertHysteresis: alerts.rules.hysteresis = try SettingText.percent(text)
        case .alertCoolDown: alerts.rules.coolDown = try SettingText.delay(text)
        case .alertRepeat: alerts.rules.reminder = try SettingText.seconds(text, or: "never")
        case .noBell: alerts.ringsBell = try !SettingText.bool(text)
        case .alertCommand: alerts.command = try SettingText.shellCommand(text)
        case .alertWebhook: alerts.webhook = try SettingText.webhook(text)
        case .alertWebhookHeaderFile:
            alerts.webhookHeaders = try HeaderText.parse(TextFile.read(SettingText.path(text)))
        case .alertMailTo: alerts.mailTo = try SettingText.addresses(text)
        case .alertMailFrom: alerts.mailFrom = try SettingText.address(text)
        case .alertTimeout: alerts.timeout = try SettingText.seconds(text)
        case .alertCAFile: alerts.certificateAuthorityFile = try SettingText.certificateAuthorities(text)
        case .smtpHost: alerts.mailHost = try SettingText.hostName(text)
        case .smtpPort: alerts.mailPort = try SettingText.integer(text, 1...65535)
        case .smtpSecurity: alerts.mailSecurity = try SettingText.security(text)
        case .smtpUser: alerts.mailUser = text
        case .smtpPasswordFile: alerts.mailPassword = try SettingText.password(file: text)
        case .smtpPassword: alerts.mailPassword = text
        case .smtpPlainLogin: alerts.allowsPlainLogin = try SettingText.bool(text)
        case .verbose: verbose = try SettingText.bool(text)
        case .logLevel: logLevel = try SettingText.level(text)
        case .logFile: logFile = try SettingText.path(text)
        case .thresholdWarning: formats.thresholds.warning = try SettingText.percent(text)
        case .thresholdCritical:
            formats.thresholds.critical = try SettingText.percent(text)
            alerts.rules.criticalFrom = formats.thresholds.critical
        case .progressBarLength: formats.barLength = try SettingText.integer(text, 0...200)
        case .timeFormat: formats.timeFormat = try SettingText.timeFormat(text)
        case .jsonIndentLevel: formats.indent = try SettingText.integer(text, 0...16)
        case .maxHistorySize: historySize = try SettingText.integer(text, 1...1_000_000)
        case .logRotationSize: rotation.maximumBytes = try SettingText.integer(text, 0...1_000_000_000_000)
        case .errorHistoryLimit: client.errorHistoryLimit = try SettingText.integer(text, 0...10_000)
        case .cliPollingInterval: redrawsPerSecond = try Self.redrawsPerSecond(text)
        }
    }

    /// Redirects that `--follow-redirects` follows in one attempt: more are a loop.
    private static let maximumRedirects = 5

    /// One URI a line. The error never repeats one: it may hold a password.
    private static func hosts(_ text: String) throws(Disallowed) -> [WatchedHost] {
        let texts = text.split(separator: "\n")
        var uris: [WebSocketURI] = []
        do {
            // An empty one is an error of its own.
            for uri in texts.isEmpty ? [""] : texts { uris.append(try WebSocketURI(parsing: String(uri))) }
        } catch {
            let which = texts.count > 1 ? "URI \(uris.count + 1) of \(texts.count): " : ""
            throw Disallowed(reason: "\(which)\(error)", showsValue: false)
        }
        let hosts = FleetHost.named(after: uris)
        do {
            try FleetRoster.check(hosts)
        } catch {
            throw Disallowed(reason: "\(error)", showsValue: false)
        }
        return hosts.map { WatchedHost(host: $0) }
    }

    /// Of the shortest time between two redraws: more than 30 a second nobody can see.
    private static func redrawsPerSecond(_ text: String) throws(Disallowed) -> Int {
        guard let seconds = Double(text), 1.0 / 30 - 0.001...1 ~= seconds else {
            throw .allowed("a number of seconds from 0.033 to 1")
        }
        return min(30, Int((1 / seconds).rounded()))
    }
}
