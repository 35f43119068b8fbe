public import Logging

extension Logger.Level {
    /// The level of one of the manual's names, in upper or lower case: DEBUG, INFO, WARNING (or WARN), ERROR, CRITICAL;
    /// nil for any other.
    public init?(manualName name: String) {
        switch name.uppercased() {
        case "DEBUG": self = .debug
        case "INFO": self = .info
        case "WARNING", "WARN": self = .warning
        case "ERROR": self = .error
        case "CRITICAL": self = .critical
        default: return nil
        }
    }

    /// The name that a log line has. Two levels that the manual lacks keep their own, TRACE and NOTICE.
    public var manualName: String { rawValue.uppercased() }

    /// The names that `init(manualName:)` takes, for messages to people.
    public static let manualNames = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
}
