import MonitoringFormatters
import MonitoringWebSocketClient
import WebSocketTransport

/// What `--print-config` says: each key with its value and where that came from. The lines are a configuration file.
enum ConfigurationReport {
    static func text(_ effective: EffectiveSettings) -> String {
        let rows = SettingKey.allCases.map { key in
            guard let found = effective.found[key] else { return ("# \(key.rawValue):", "not set") }
            return (
                "\(key.rawValue): \(value(of: key, found.text, effective))", origin(of: key, found.origin, effective)
            )
        }
        let width = rows.map { TextWidth.columns($0.0) }.max() ?? 0
        return rows.map { row in
            row.0 + String(repeating: " ", count: width - TextWidth.columns(row.0) + 2) + "# \(row.1)\n"
        }.joined()
    }

    private static func value(of key: SettingKey, _ text: String, _ effective: EffectiveSettings) -> String {
        switch key {
        case .uri: list(text.split(separator: "\n").compactMap { try? WebSocketURI(parsing: String($0)).description })
        case .hosts where !effective.listedHosts.isEmpty:
            list(effective.listedHosts.map { "\(quoted($0.name)) \($0.host.uri)" }, isShort: false)
        case .header: quoted("\(HeaderText.names(in: text).map { "\($0): \(Redaction.mark)" }.joined(separator: ", "))")
        case .alertWebhook: quoted("\(Redaction.mark)")
        case .smtpPassword: quoted("\(Redaction.mark)")
        // Its default is another for several hosts.
        case .backoff: effective.settings.client.backoff.rawValue
        default: key.isFlag || Double(text) != nil ? text : quoted(text)
        }
    }

    /// A list; a single value where that means the same.
    private static func list(_ values: [String], isShort: Bool = true) -> String {
        isShort && values.count == 1
            ? quoted(values[0]) : "[\(values.map(quoted).joined(separator: ", "))]"
    }

    private static func quoted(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { byte in
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
            }
        if isPlain { return text }
        let escaped = HarmlessText.make(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }

    private static func origin(
        of key: SettingKey, _ origin: SettingOrigin, _ effective: EffectiveSettings
    ) -> String {
        switch origin {
        case .option: "option --\(key.rawValue)"
        case .environment: "environment \(key.variable)"
        case .file(let path, let line): "file \(HarmlessText.make(path)):\(line)"
        case .standard: key == .backoff && effective.settings.hosts.count > 1 ? "default for several hosts" : "default"
        }
    }
}
