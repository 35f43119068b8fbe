import MonitoringFormatters

/// A file of hosts, one a line: `[NAME] URI [tint=COLOUR] [header="Name: value"]...`. A part with a blank in it stands in
/// double quotes, in which `\"` and `\\` are the characters themselves. What follows a `#` at the start of a part is a
/// comment; lines without a part are left out.
enum HostsFile {
    static let allowed = #"allowed is [NAME] URI [tint=COLOUR] [header="Name: value"]"#

    /// - Throws: `SettingError` with the file, the line, and what is allowed.
    static func read(_ path: String) throws(SettingError) -> [WatchedHost] {
        let text: String
        do {
            text = try TextFile.read(path)
        } catch {
            throw SettingError("\(HarmlessText.make(path)): \(error.reason)", status: .badConfiguration)
        }
        do {
            return try hosts(text)
        } catch {
            throw SettingError(
                "\(HarmlessText.make(path)):\(error.line): \(HarmlessText.make(error.reason))",
                status: .badConfiguration)
        }
    }

    static func hosts(_ text: String) throws(HostFields.Failure) -> [WatchedHost] {
        var all: [HostFields] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            if let fields = try fields(line, line: index + 1) { all.append(fields) }
        }
        return try HostFields.hosts(all)
    }

    /// - Returns: nil for a line that names no host.
    static func fields(_ text: some StringProtocol, line: Int) throws(HostFields.Failure) -> HostFields? {
        let parts = try parts(text, line: line)
        guard !parts.isEmpty else { return nil }
        var fields = HostFields(line: line)
        for part in parts {
            if fields.uri == nil {
                if part.contains("://") {
                    fields.uri = part
                } else if fields.name == nil {
                    fields.name = part
                } else {
                    break
                }
            } else if part.hasPrefix("tint="), fields.tint == nil {
                fields.tint = String(part.dropFirst("tint=".count))
            } else if part.hasPrefix("header=") {
                fields.headers.append(String(part.dropFirst("header=".count)))
            } else {
                // It is not repeated: it may be a secret.
                throw HostFields.Failure(line: line, reason: "after the URI, \(allowed)")
            }
        }
        return fields
    }

    private static func parts(_ text: some StringProtocol, line: Int) throws(HostFields.Failure) -> [String] {
        var parts: [String] = []
        var part: String?
        var isQuoted = false
        var isEscaped = false
        for character in text {
            if isEscaped {
                part = (part ?? "") + String(character)
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
                part = part ?? ""
            } else if !isQuoted, character.isWhitespace {
                if let whole = part { parts.append(whole) }
                part = nil
            } else if part == nil, character == "#" {
                return parts
            } else {
                part = (part ?? "") + String(character)
            }
        }
        guard !isQuoted else { throw HostFields.Failure(line: line, reason: "a quote is not closed") }
        if let whole = part { parts.append(whole) }
        return parts
    }
}
