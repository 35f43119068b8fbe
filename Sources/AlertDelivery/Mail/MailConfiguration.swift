/// How the connection to a mail server is encrypted.
public enum SMTPSecurity: String, Sendable, Hashable, CaseIterable {
    /// STARTTLS (RFC 3207); a server that does not offer it gets nothing.
    case startTLS = "starttls"
    /// TLS from the first byte (RFC 8314).
    case tls
    /// Not at all.
    case none

    /// The port that the standards give it: 587, 465, 25.
    public var standardPort: Int {
        switch self {
        case .startTLS: 587
        case .tls: 465
        case .none: 25
        }
    }
}

/// Who logs in to a mail server.
public struct SMTPCredentials: Sendable, Equatable {
    /// The name.
    public var user: String
    /// The password; it is never shown.
    public var password: String

    /// Credentials from their parts.
    public init(user: String, password: String) {
        self.user = user
        self.password = password
    }
}

/// A mail server, and who gets what from whom.
public struct MailConfiguration: Sendable, Equatable {
    /// The server's name or address.
    public var host: String
    /// Its port. Default: what the security's standard says.
    public var port: Int
    /// Default: STARTTLS, required.
    public var security: SMTPSecurity
    /// Default: none, no login.
    public var credentials: SMTPCredentials?
    /// Whether the password may go over a connection that is not encrypted. Default: false.
    public var allowsPlainLogin = false
    /// A PEM file of certificate authorities to trust in place of the system's. Default: none.
    public var certificateAuthorityFile: String?
    /// The sender.
    public var from: MailAddress
    /// The recipients, at least one.
    public var to: [MailAddress]
    /// How long sending one mail may take, from connecting to the server's last word. Default: 30 s.
    public var timeLimit: Duration = .seconds(30)

    /// STARTTLS on port 587 and no login, unless told otherwise.
    public init(host: String, from: MailAddress, to: [MailAddress], security: SMTPSecurity = .startTLS) {
        self.host = host
        self.from = from
        self.to = to
        self.security = security
        port = security.standardPort
    }
}
