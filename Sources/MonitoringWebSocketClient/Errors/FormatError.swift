public import MonitoringFormatters

/// A text that names no output format.
public struct FormatError: Error, Sendable, Hashable {
    /// The text.
    public var name: String
    /// The names that there are.
    public var allowed: [String]

    /// An error about a name.
    public init(name: String, allowed: [String] = OutputFormat.allCases.map(\.rawValue)) {
        self.name = name
        self.allowed = allowed
    }
}

extension FormatError: CustomStringConvertible {
    /// The name, and what is allowed.
    public var description: String {
        "\"\(HarmlessText.make(name))\" is no format; use \(allowed.joined(separator: ", "))"
    }
}

extension OutputFormat {
    /// The format of a name, such as `detailed`.
    /// - Throws: `FormatError` for any other text.
    public init(named name: String) throws(FormatError) {
        guard let format = Self(rawValue: name) else { throw FormatError(name: name) }
        self = format
    }
}
