import Configuration
import Glibc
import Synchronization

/// Everything that may set a key: options, the environment, the configuration file and the defaults, the strongest first.
package struct SettingSources {
    /// A key's text and where it came from.
    struct Found: Sendable, Equatable {
        var text: String
        var origin: SettingOrigin
    }

    let options: [SettingKey: String]
    let environment: [SettingKey: String]
    let file: ConfigurationFile?

    /// What each key is set to; a key that nothing sets is missing.
    func found() -> [SettingKey: Found] {
        let access = LastAccess()
        let reader = ConfigReader(
            providers: [
                provider("option", options), provider("environment", environment),
                provider("file", file?.entries.mapValues(\.text) ?? [:]),
                provider(
                    "default",
                    .init(
                        SettingKey.allCases.compactMap { key in
                            key.defaultText.map { (key, $0) }
                        }, uniquingKeysWith: { first, _ in first })),
            ],
            accessReporter: access)
        var found: [SettingKey: Found] = [:]
        for key in SettingKey.allCases {
            let text = reader.string(forKey: ConfigKey([key.rawValue]), isSecret: key.isSecret)
            guard let text, let origin = origin(of: key, provider: access.providersAsked) else { continue }
            found[key] = Found(text: text, origin: origin)
        }
        return found
    }

    private func provider(_ name: String, _ texts: [SettingKey: String]) -> InMemoryProvider {
        let values = texts.map { key, text in
            (AbsoluteConfigKey([key.rawValue]), ConfigValue(.string(text), isSecret: key.isSecret))
        }
        return InMemoryProvider(name: name, values: .init(values) { first, _ in first })
    }

    /// - Parameter provider: which one had the value, counted from 1.
    private func origin(of key: SettingKey, provider: Int) -> SettingOrigin? {
        switch provider {
        case 1: .option
        case 2: .environment
        case 3: file.flatMap { file in file.entries[key].map { .file(path: file.path, line: $0.line) } }
        default: .standard
        }
    }

    /// Keeps how many providers were asked for the last value: they are asked in order, until one has it.
    private final class LastAccess: AccessReporter {
        private let count = Mutex(0)

        var providersAsked: Int { count.withLock { $0 } }

        func report(_ event: AccessEvent) {
            count.withLock { $0 = event.providerResults.count }
        }
    }
}

/// The variables of this process.
enum Environment {
    /// A variable's value; one that is empty counts as not set.
    static func value(of name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }

    static func settings() -> [SettingKey: String] {
        var settings: [SettingKey: String] = [:]
        for key in SettingKey.allCases { settings[key] = value(of: key.variable) }
        return settings
    }

    /// `$XDG_CONFIG_HOME/monitoring-websocket-client/config.yaml`, or that below `~/.config`. A folder that is not absolute
    /// is ignored, as the XDG base directory specification says.
    static func configurationFile() -> String? {
        let folder =
            value(of: "XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
            ?? value(of: "HOME").map { $0 + "/.config" }
        return folder.map { $0 + "/monitoring-websocket-client/config.yaml" }
    }
}
