import Glibc
import WebSocketTransport

extension EffectiveSettings {
    /// With the proxies that this process's environment names.
    /// - Throws: `SettingError`.
    static func ofProcess(_ sources: SettingSources) throws(SettingError) -> EffectiveSettings {
        var settings = try EffectiveSettings(sources)
        try settings.useProxies(ProxySettings { getenv($0).map { String(cString: $0) } })
        return settings
    }
}

extension SettingSources {
    /// The options, this process's environment and the configuration file.
    /// - Parameter file: What `--config` names.
    /// - Throws: `SettingError` for a file that cannot be read.
    package init(options: [SettingKey: String], file: String?) throws(SettingError) {
        self.init(options: options, environment: Environment.settings(), file: try Self.file(file))
    }

    private static func file(_ named: String?) throws(SettingError) -> ConfigurationFile? {
        if let named {
            guard !named.isEmpty else {
                throw SettingError("'--config': the value '' is invalid: allowed is the path of a file", status: .usage)
            }
            return try ConfigurationFile(path: named)
        }
        // One that is there and cannot be read is a mistake; one that is not there is not.
        guard let path = Environment.configurationFile(), access(path, F_OK) == 0 else { return nil }
        return try ConfigurationFile(path: path)
    }
}
