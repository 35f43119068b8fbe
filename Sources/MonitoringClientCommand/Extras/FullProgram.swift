import Glibc
import MonitoringFormatters

/// The program that has `Extras`: it lies beside this one, is started as it was, and takes its place.
enum FullProgram {
    private static let name = "monitoring-websocket-client-full"

    /// - Returns: who asks for what only that program has, for people; nil where nobody does.
    /// - Throws: `SettingError` where the configuration, which that program reads again, can be read only once.
    static func reason(in sources: SettingSources) throws(SettingError) -> String? {
        let key = [SettingKey.database, .alertWebhook].first { key in
            sources.options[key] != nil || sources.environment[key] != nil || sources.file?.entries[key] != nil
        }
        guard let key else { return nil }
        if let file = sources.file, !TextFile.isRegular(file.path) {
            throw SettingError(
                "\(HarmlessText.make(file.path)) can be read only once; with '\(key.rawValue)' run \(name) instead",
                status: .badConfiguration)
        }
        return "'\(key.rawValue)'"
    }

    /// Comes back only when the program cannot be run.
    /// - Parameter reason: Who asks for it, for people.
    static func become(for reason: String) -> SettingError {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &path, path.count)
        let folder = String(decoding: path.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            .split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        execv("\(folder)/\(name)", CommandLine.unsafeArgv)
        return SettingError(
            """
            \(reason) needs the program \(name), and \(HarmlessText.make(folder))/\(name) cannot be run: \
            \(String(cString: strerror(errno))); 'swift build -c release --static-swift-stdlib' makes both
            """, status: .unavailable)
    }
}
