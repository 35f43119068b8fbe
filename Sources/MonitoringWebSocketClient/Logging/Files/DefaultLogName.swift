import MonitoringFormatters
import MonitoringMessages

/// The name of a file of saved messages that nobody named: `monitoring_20261121_104542.log`.
enum DefaultLogName {
    /// Names tried for one second: more handlers than that begin in no second.
    private static let limit = 1000

    /// Makes an empty file of that name, one that was not there, so that it is nobody else's.
    /// - Returns: its path.
    static func make(in directory: String, at time: WallTime) throws(LogFileError) -> String {
        let digits = Figures.iso8601(time).prefix("0000-00-00T00:00:00".count).filter(\.isNumber)
        let name = "\(directory)/monitoring_\(digits.prefix(8))_\(digits.dropFirst(8))"
        var detail = "there are too many files of that name"
        do {
            try Directory.make(for: name)
            for number in 1...limit {
                let path = number == 1 ? "\(name).log" : "\(name)_\(number).log"
                if try RegularFile.create(path) { return path }
            }
        } catch {
            detail = error.detail
        }
        throw .cannotWrite(path: "\(name).log", detail: detail)
    }
}
