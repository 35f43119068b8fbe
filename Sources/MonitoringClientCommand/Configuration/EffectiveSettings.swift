import MonitoringFormatters
import MonitoringWebSocketClient
import WebSocketTransport

/// What the keys are set to in the end, as text with its origin and as settings.
package struct EffectiveSettings {
    let found: [SettingKey: SettingSources.Found]
    package private(set) var settings: Settings
    /// Hosts that the configuration file lists itself.
    let listedHosts: [WatchedHost]

    /// - Throws: `SettingError` for a value that is not allowed, or for two that exclude each other.
    package init(_ sources: SettingSources) throws(SettingError) {
        var found = sources.found()
        for (first, second) in Self.excluding { try Self.exclude(first, second, in: &found) }
        let uri: WebSocketURI
        do {
            uri = try WebSocketURI(parsing: SettingKey.uri.defaultText ?? "")
        } catch {
            throw SettingError("\(error)", status: .badConfiguration)
        }
        var settings = Settings(uri: uri)
        for key in SettingKey.allCases {
            guard let value = found[key] else { continue }
            do {
                try settings.apply(key, value.text)
            } catch {
                throw SettingError(key, value.text, from: value.origin, error)
            }
        }
        listedHosts = found[.hosts].flatMap { sources.file?.hosts(for: $0.origin) } ?? []
        if let hosts = found[.hosts] {
            settings.hosts = listedHosts.isEmpty ? try HostsFile.read(hosts.text) : listedHosts
        }
        // A server that many hosts are on, when it is back, is not to be met by all of them at once.
        if settings.hosts.count > 1, found[.backoff]?.origin == .standard { settings.client.backoff = .exponential }
        try Self.check(settings, found)
        self.found = found
        self.settings = settings
    }

    /// Of two of these, the one from the stronger source counts; from one source they are a mistake.
    private static let excluding: [(SettingKey, SettingKey)] = [
        (.local, .uri), (.local, .hosts), (.hosts, .uri), (.replay, .uri), (.replay, .hosts), (.replay, .local),
        (.replay, .record), (.verbose, .logLevel), (.smtpPasswordFile, .smtpPassword),
    ]

    private static func exclude(
        _ first: SettingKey, _ second: SettingKey, in found: inout [SettingKey: SettingSources.Found]
    ) throws(SettingError) {
        guard let one = found[first], let other = found[second], isGiven(first, one), isGiven(second, other) else {
            return
        }
        if one.origin.rank == other.origin.rank {
            throw SettingError(
                "\(one.origin.name(of: first)) and \(other.origin.name(of: second)) exclude each other; give one of them",
                status: one.origin.status)
        }
        let weaker = one.origin.rank < other.origin.rank ? first : second
        found[weaker] = weaker.defaultText.map { SettingSources.Found(text: $0, origin: .standard) }
    }

    /// A flag that is off excludes nothing. One that cannot be read is told later.
    private static func isGiven(_ key: SettingKey, _ value: SettingSources.Found) -> Bool {
        value.origin != .standard && !(key.isFlag && (try? SettingText.bool(value.text)) == false)
    }

    /// Goes through proxies, where the environment names them.
    /// - Throws: `SettingError` when a server's proxy is none that can be used.
    mutating func useProxies(_ proxies: ProxySettings) throws(SettingError) {
        settings.client.webSocket.proxies = proxies
        // Nothing else is reached over a network.
        guard !settings.local, settings.replay == nil else { return }
        do {
            for host in settings.hosts { _ = try proxies.proxy(for: host.host.uri) }
        } catch {
            throw SettingError("\(error)", status: .badConfiguration)
        }
    }

    /// What two keys together must keep.
    private static func check(
        _ settings: Settings, _ found: [SettingKey: SettingSources.Found]
    ) throws(SettingError) {
        if let speed = found[.speed], speed.origin == .option, settings.replay == nil {
            throw SettingError("'--speed' is the speed of '--replay FILE', which is missing", status: .usage)
        }
        if let retention = found[.databaseRetention], retention.origin == .option, settings.database == nil {
            throw SettingError(
                "'--database-retention' is for '--database FILE', which is missing", status: .usage)
        }
        // From elsewhere they are standing settings for the day when there is a server again.
        if let replay = found[.replay],
            let useless = SettingKey.ofConnection.first(where: { found[$0]?.origin == .option })
        {
            throw SettingError(
                "\(SettingOrigin.option.name(of: useless)) is for a server, and \(replay.origin.name(of: .replay)) "
                    + "connects to none; give one of them",
                status: .usage)
        }
        if let record = found[.record], settings.hosts.count > 1 {
            throw SettingError(
                "\(record.origin.name(of: .record)) records one server, and \(settings.hosts.count) are to be watched; "
                    + "allowed is one", status: record.origin.status)
        }
        let thresholds = settings.formats.thresholds
        if thresholds.warning > thresholds.critical, let warning = found[.thresholdWarning],
            let critical = found[.thresholdCritical]
        {
            let stronger = warning.origin.rank >= critical.origin.rank ? warning.origin : critical.origin
            throw SettingError(
                "\(warning.origin.name(of: .thresholdWarning)) is \(warning.text), above "
                    + "\(critical.origin.name(of: .thresholdCritical)), which is \(critical.text); allowed is at most that",
                status: stronger.status)
        }
        if let problem = settings.alerts.problem, let present = found[problem.key] {
            throw SettingError(
                "\(present.origin.name(of: problem.key)) \(problem.text)", status: present.origin.status)
        }
        do {
            try settings.client.webSocket.check()
        } catch {
            let keys: [SettingKey] = [.caFile, .clientCert, .clientKey]
            let origins = keys.compactMap { found[$0]?.origin }
            let status = origins.max { $0.rank < $1.rank }?.status
            throw SettingError("\(error)", status: status ?? .badConfiguration)
        }
    }
}
