import MonitoringFormatters

/// A configuration file: one YAML mapping, from the names of keys to values.
struct ConfigurationFile {
    /// What a key was set to.
    struct Entry: Equatable {
        var text: String
        /// The key's, counted from 1.
        var line: Int
    }

    let path: String
    let entries: [SettingKey: Entry]
    /// Of the key `hosts`, when it is a list; empty when it is not there or names a file.
    private let hosts: [WatchedHost]

    /// - Throws: `SettingError` with the file, the line, the key and what is allowed.
    init(path: String) throws(SettingError) {
        let text: String
        do {
            text = try TextFile.read(path)
        } catch {
            throw SettingError("\(HarmlessText.make(path)): \(error.reason)", status: .badConfiguration)
        }
        try self.init(path: path, text: text)
    }

    /// - Parameter path: to name in errors.
    init(path: String, text: String) throws(SettingError) {
        self.path = path
        do {
            (entries, hosts) = try YAMLReader.withReader(of: text) { reader throws(YAMLReader.Failure) in
                try Self.entries(from: &reader)
            }
        } catch {
            throw SettingError(
                "\(HarmlessText.make(path)):\(error.line): \(HarmlessText.make(error.reason, limit: 4000))",
                status: .badConfiguration)
        }
    }

    /// The hosts that are listed in this file; nil when they come from somewhere else.
    func hosts(for origin: SettingOrigin) -> [WatchedHost]? {
        guard case .file = origin, !hosts.isEmpty else { return nil }
        return hosts
    }

    private static func entries(
        from reader: inout YAMLReader
    ) throws(YAMLReader.Failure) -> ([SettingKey: Entry], [WatchedHost]) {
        var hosts: [WatchedHost] = []
        var entries: [SettingKey: Entry] = [:]
        // A file of comments has no document at all.
        _ = try reader.next()
        guard try reader.next().kind == .startOfDocument else { return ([:], []) }
        let root = try reader.next()
        guard root.kind == .mapping else {
            throw .init(line: root.line, reason: "allowed is a mapping, such as 'format: compact'")
        }
        while true {
            let name = try reader.next()
            if name.kind == .endOfCollection { break }
            guard name.kind == .scalar else {
                throw .init(line: name.line, reason: "a key is a name: \(allowedKeys)")
            }
            guard let key = SettingKey(rawValue: name.text) else {
                throw .init(
                    line: name.line,
                    reason: "there is no key '\(HarmlessText.make(name.text, limit: 100))': \(allowedKeys)")
            }
            if let first = entries[key] {
                throw .init(line: name.line, reason: "'\(key.rawValue)' was already set on line \(first.line)")
            }
            let value = try reader.next()
            if key == .hosts, value.kind == .sequence {
                hosts = try HostsList.hosts(from: &reader, line: value.line)
                entries[key] = Entry(text: "\(hosts.count) hosts", line: name.line)
            } else {
                entries[key] = Entry(text: try text(of: key, value, from: &reader), line: name.line)
            }
        }
        _ = try reader.next()
        let end = try reader.next()
        guard end.kind == .end else { throw .init(line: end.line, reason: "allowed is one YAML document") }
        return (entries, hosts)
    }

    /// A list, which only headers and URIs may be, is its lines.
    private static func text(
        of key: SettingKey, _ value: YAMLReader.Event, from reader: inout YAMLReader
    ) throws(YAMLReader.Failure) -> String {
        if value.kind == .scalar { return value.text }
        guard value.kind == .sequence, key == .header || key == .uri else {
            let allowed =
                switch key {
                case .header, .uri: "a value or a list of values"
                case .hosts: "the path of a file or a list of hosts"
                default: "a single value"
                }
            throw .init(line: value.line, reason: "'\(key.rawValue)': allowed is \(allowed)")
        }
        var lines: [String] = []
        while true {
            let item = try reader.next()
            if item.kind == .endOfCollection { break }
            guard item.kind == .scalar else {
                throw .init(line: item.line, reason: "'\(key.rawValue)': allowed is a list of values")
            }
            lines.append(item.text)
        }
        return lines.joined(separator: "\n")
    }

    private static let allowedKeys =
        "allowed are " + SettingKey.allCases.map(\.rawValue).joined(separator: ", ")
}
