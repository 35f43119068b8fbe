import AlertDelivery
import MonitoringAlerts

/// What is an alert, and what is done about it.
package struct AlertSettings: Sendable {
    var rules = AlertRules()
    var ringsBell = true
    var command: String?
    var webhook: WebhookURL?
    package var webhookHeaders: [(name: String, value: String)] = []
    /// How long a command, a request or a mail may take.
    package var timeout: Duration = .seconds(10)
    package var certificateAuthorityFile: String?
    var mailTo: [MailAddress] = []
    var mailFrom: MailAddress?
    var mailHost: String?
    /// nil is the security's standard port.
    var mailPort: Int?
    var mailSecurity = SMTPSecurity.startTLS
    var mailUser: String?
    var mailPassword: String?
    var allowsPlainLogin = false

    /// nil without recipients.
    var mail: MailConfiguration? {
        guard let mailHost, let mailFrom, !mailTo.isEmpty else { return nil }
        var mail = MailConfiguration(host: mailHost, from: mailFrom, to: mailTo, security: mailSecurity)
        if let mailPort { mail.port = mailPort }
        if let mailUser, let mailPassword {
            mail.credentials = SMTPCredentials(user: mailUser, password: mailPassword)
        }
        mail.allowsPlainLogin = allowsPlainLogin
        mail.certificateAuthorityFile = certificateAuthorityFile
        mail.timeLimit = timeout
        return mail
    }

    /// What two keys together must keep.
    /// - Returns: the key at fault, and what is wrong; nil when nothing is.
    var problem: (key: SettingKey, text: String)? {
        let mailKeys: [(SettingKey, isSet: Bool)] = [
            (.alertMailTo, !mailTo.isEmpty), (.alertMailFrom, mailFrom != nil), (.smtpHost, mailHost != nil),
        ]
        if let present = mailKeys.first(where: \.isSet), let missing = mailKeys.first(where: { !$0.isSet }) {
            return (present.0, "needs '\(missing.0.rawValue)' as well")
        }
        if mailUser != nil, mailPassword == nil {
            return (.smtpUser, "needs 'smtp-password-file', or the variable \(SettingKey.smtpPassword.variable)")
        }
        if mailUser != nil, mailSecurity == .none, !allowsPlainLogin {
            return (.smtpUser, "would send the password unencrypted; 'smtp-plain-login' allows that")
        }
        return nil
    }
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

    static func shellCommand(_ text: String) throws(Disallowed) -> String {
        guard !text.isEmpty, !text.utf8.contains(0) else { throw .allowed("a command of the shell") }
        return text
    }

    /// The error never repeats the URL, which may hold a secret.
    static func webhook(_ text: String) throws(Disallowed) -> WebhookURL {
        guard let url = WebhookURL(text) else {
            throw Disallowed(reason: "allowed is an http or https URL without a user", showsValue: false)
        }
        return url
    }

    static func address(_ text: String) throws(Disallowed) -> MailAddress {
        guard let address = MailAddress(text) else { throw .allowed("a mail address, name@domain, in ASCII") }
        return address
    }

    /// Separated by commas.
    static func addresses(_ text: String) throws(Disallowed) -> [MailAddress] {
        var addresses: [MailAddress] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let address = MailAddress(part.filter { $0 != " " }) else {
                throw .allowed("mail addresses, name@domain, in ASCII, separated by commas")
            }
            addresses.append(address)
        }
        return addresses
    }

    static func hostName(_ text: String) throws(Disallowed) -> String {
        let isName = text.utf8.allSatisfy { (0x21..<0x7f).contains($0) } && !text.contains { "/@[]".contains($0) }
        guard !text.isEmpty, isName else { throw .allowed("a host name or an address") }
        return text
    }

    static func security(_ text: String) throws(Disallowed) -> SMTPSecurity {
        guard let security = SMTPSecurity(rawValue: text) else {
            throw .allowed(SMTPSecurity.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return security
    }

    static func certificateAuthorities(_ text: String) throws(Disallowed) -> String {
        let path = try path(text)
        guard MailNotifier.canRead(certificateAuthorityFile: path) else {
            throw Disallowed(reason: "no PEM certificates can be read from it")
        }
        return path
    }

    /// The first line of a password file.
    static func password(file text: String) throws(Disallowed) -> String {
        let line = try TextFile.read(path(text)).split(whereSeparator: \.isNewline).first
        guard let line else { throw Disallowed(reason: "the file is empty; its first line is the password") }
        return String(line)
    }
}
