/// Where alerts are posted to: an absolute `http` or `https` URL.
public struct WebhookURL: Sendable, Hashable {
    /// The URL as given. It may hold a secret, so it is not for people.
    public let text: String
    /// Its host and port, which may be shown.
    public let host: String

    /// nil for anything else.
    public init?(_ text: String) {
        let rest = ["http://", "https://"].first { text.lowercased().hasPrefix($0) }.map { text.dropFirst($0.count) }
        guard let rest, text.utf8.allSatisfy({ 0x21..<0x7f ~= $0 }) else { return nil }
        let authority = rest.prefix { !"/?#".contains($0) }
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        guard !host.isEmpty, host.first != ":", !authority.contains("@") else { return nil }
        self.text = text
        self.host = String(host)
    }
}
