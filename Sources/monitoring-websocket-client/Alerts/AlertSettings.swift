import MonitoringAlerts

/// What is an alert, and what is done about it.
struct AlertSettings: Sendable {
    var rules = AlertRules()
    var ringsBell = true
}

extension SettingText {
    /// nil is off.
    static func threshold(_ text: String) throws(Disallowed) -> Double? {
        if text.lowercased() == "off" { return nil }
        guard let value = Double(text), 0...100 ~= value else { throw .allowed("a percentage from 0 to 100, or off") }
        return value
    }

    /// Seconds of which none is a choice too.
    static func delay(_ text: String) throws(Disallowed) -> Duration {
        guard let seconds = Double(text), 0...Double(maximumSeconds) ~= seconds else {
            throw .allowed("a number of seconds from 0 to \(maximumSeconds)")
        }
        return .seconds(seconds)
    }

    /// - Parameter word: What says that there is no such time.
    static func seconds(_ text: String, or word: String) throws(Disallowed) -> Duration? {
        if text.lowercased() == word { return nil }
        do {
            return try seconds(text)
        } catch {
            throw Disallowed(reason: "\(error.reason), or \(word)")
        }
    }
}
