import Glibc
import WebSocketTransport

extension EffectiveSettings {
    /// Puts together the options, this process's environment and the configuration file.
    /// - Throws: `SettingError`, also for a file that `--config` names and that cannot be read.
    init(_ arguments: Arguments) throws(SettingError) {
        try self.init(options: arguments.settings, file: arguments.config)
        try useProxies(ProxySettings { getenv($0).map { String(cString: $0) } })
    }

    /// - Parameter file: What `--config` names.
    init(options: [SettingKey: String], file: String?) throws(SettingError) {
        try self.init(
            SettingSources(options: options, environment: Environment.settings(), file: try Self.file(file)))
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
