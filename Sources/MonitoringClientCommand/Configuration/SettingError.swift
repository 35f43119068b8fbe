import MonitoringFormatters

/// Where a value came from, the strongest first.
enum SettingOrigin: Sendable, Hashable {
    case option
    case environment
    /// A line of the configuration file, counted from 1.
    case file(path: String, line: Int)
    case standard

    var rank: Int {
        switch self {
        case .option: 3
        case .environment: 2
        case .file: 1
        case .standard: 0
        }
    }

    /// How a person calls a key there.
    func name(of key: SettingKey) -> String {
        switch self {
        case .option: "'--\(key.rawValue)'"
        case .environment: key.variable
        case .file(let path, let line): "\(HarmlessText.make(path)):\(line): '\(key.rawValue)'"
        case .standard: "the default of '\(key.rawValue)'"
        }
    }

    /// What a mistake there ends the command with.
    var status: ExitStatus { self == .option ? .usage : .badConfiguration }
}

/// A setting that cannot be. It says where, what, and what is allowed.
package struct SettingError: Error, CustomStringConvertible {
    package let description: String
    package let status: ExitStatus

    package init(_ description: String, status: ExitStatus) {
        self.description = description
        self.status = status
    }

    /// A value that is not allowed.
    init(_ key: SettingKey, _ text: String, from origin: SettingOrigin, _ disallowed: Disallowed) {
        let value = disallowed.showsValue ? "the value '\(HarmlessText.make(text, limit: 100))'" : "the value"
        self.init("\(origin.name(of: key)): \(value) is invalid: \(disallowed.reason)", status: origin.status)
    }
}

/// Why a text is no value.
package struct Disallowed: Error {
    package let reason: String
    /// Whether the text may be repeated: secrets may not.
    var showsValue = true

    static func allowed(_ values: String) -> Disallowed { Disallowed(reason: "allowed is \(values)") }
}
