extension Arguments {
    /// The keys that options were given for, with the text of each.
    var settings: [SettingKey: String] {
        let values: [SettingKey: String?] = [
            .uri: uri.isEmpty ? nil : uri.joined(separator: "\n"), .hosts: hosts,
            .reconnectInterval: reconnectInterval, .maxMessageSize: maxMessageSize, .backoff: backoff,
            .backoffCap: backoffCap, .maxReconnects: maxReconnects,
            .pingInterval: pingInterval, .pingTimeout: pingTimeout, .operationTimeout: operationTimeout,
            .sendTimeout: sendTimeout,
            .header: header.isEmpty ? nil : header.joined(separator: "\n"), .headerFile: headerFile, .caFile: caFile,
            .clientCert: clientCert, .clientKey: clientKey, .format: format, .saveData: saveData,
            .database: database, .databaseRetention: databaseRetention, .duration: duration,
            .logFile: logFile, .record: record, .replay: replay, .speed: speed,
        ]
        let flags: [SettingKey: Bool] = [
            .local: local, .noReconnect: noReconnect, .insecure: insecure, .noCompression: noCompression,
            .followRedirects: followRedirects,
            .noColor: noColor, .ascii: ascii, .stream: stream, .history: history, .stats: stats, .verbose: verbose,
        ]
        return values.compactMapValues { $0 }.merging(flags.filter(\.value).mapValues { _ in "true" }) { $1 }
            .merging(alerts.settings) { $1 }
    }
}
