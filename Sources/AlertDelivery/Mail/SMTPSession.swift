import MonitoringFormatters
import NIOCore

/// The client's side of one SMTP dialogue (RFC 5321, 3207, 4954) that sends one mail. Pure: replies in, actions out.
struct SMTPSession {
    enum Action: Equatable {
        /// A line, its CRLF included.
        case send(String)
        /// Begin the TLS handshake; nothing else may be in the buffers.
        case startTLS
        /// The mail is with the server; `refused` recipients did not get it.
        case sent(refused: [String], goodbye: String)
        case fail(AlertDeliveryError)
    }

    private enum State: Equatable {
        case greeting
        case hello
        case startTLS, handshake
        case plainLogin, loginUser, loginPassword, loginResult
        case from
        case recipient(Int)
        case data
        case body
        case over
    }

    private let security: SMTPSecurity
    private let credentials: SMTPCredentials?
    private let allowsPlainLogin: Bool
    private let from: MailAddress
    private let to: [MailAddress]
    /// What follows `DATA`, dot-stuffed.
    private let content: String
    /// How the client names itself.
    private var name = "localhost"
    private let host: String

    private var state = State.greeting
    private var isEncrypted: Bool
    private var refused: [String] = []

    /// - Parameter content: The mail, dot-stuffed and ended.
    init(_ configuration: MailConfiguration, content: String) {
        host = configuration.host
        security = configuration.security
        credentials = configuration.credentials
        allowsPlainLogin = configuration.allowsPlainLogin
        from = configuration.from
        to = configuration.to
        self.content = content
        isEncrypted = configuration.security == .tls
    }

    /// Names the client by its address, as one does that has no name (RFC 5321 section 4.1.3).
    mutating func setName(address: SocketAddress?) {
        switch address {
        case .v4?: name = "[\(address?.ipAddress ?? "127.0.0.1")]"
        case .v6?: name = "[IPv6:\(address?.ipAddress ?? "::1")]"
        default: break
        }
    }

    /// The handshake that `startTLS` asked for has been made: what the server said before counts no more.
    mutating func tlsEstablished() -> Action {
        guard state == .handshake else { return fail("spoke TLS unasked") }
        isEncrypted = true
        state = .hello
        return .send("EHLO \(name)\r\n")
    }

    mutating func take(_ reply: SMTPReply) -> Action {
        switch (state, reply.code) {
        case (.greeting, 220):
            state = .hello
            return .send("EHLO \(name)\r\n")
        case (.hello, 250): return hello(reply)
        case (.startTLS, 220):
            state = .handshake
            return .startTLS
        case (.plainLogin, 235), (.loginResult, 235): return beginMail()
        case (.loginUser, 334):
            state = .loginPassword
            return .send(Base64.encode(Array((credentials?.user ?? "").utf8)) + "\r\n")
        case (.loginPassword, 334):
            state = .loginResult
            return .send(Base64.encode(Array((credentials?.password ?? "").utf8)) + "\r\n")
        case (.from, 250): return recipient(0)
        case (.recipient(let index), 250...251): return recipient(index + 1)
        case (.recipient(let index), 500...599):
            refused.append("\(to[index])")
            return refused.count == to.count ? refusal(reply) : recipient(index + 1)
        case (.data, 354):
            state = .body
            return .send(content)
        case (.body, 250):
            state = .over
            return .sent(refused: refused, goodbye: "QUIT\r\n")
        default:
            return refusal(reply)
        }
    }

    private mutating func hello(_ reply: SMTPReply) -> Action {
        // Capabilities follow the greeting, their case does not count.
        let capabilities = reply.lines.dropFirst().map { $0.uppercased().split(separator: " ").map(String.init) }
        if security == .startTLS, !isEncrypted {
            guard capabilities.contains(["STARTTLS"]) else {
                return fail("offers no STARTTLS, and nothing is sent unencrypted")
            }
            state = .startTLS
            return .send("STARTTLS\r\n")
        }
        guard let credentials else { return beginMail() }
        guard isEncrypted || allowsPlainLogin else { return fail("gets no login without TLS") }
        let methods = Set(capabilities.filter { $0.first == "AUTH" }.flatMap { $0.dropFirst() })
        if methods.contains("PLAIN") {
            state = .plainLogin
            let secret = Array("\0\(credentials.user)\0\(credentials.password)".utf8)
            return .send("AUTH PLAIN \(Base64.encode(secret))\r\n")
        }
        if methods.contains("LOGIN") {
            state = .loginUser
            return .send("AUTH LOGIN\r\n")
        }
        return fail("offers neither AUTH PLAIN nor AUTH LOGIN")
    }

    private mutating func beginMail() -> Action {
        state = .from
        return .send("MAIL FROM:<\(from)>\r\n")
    }

    private mutating func recipient(_ index: Int) -> Action {
        guard index < to.count else {
            state = .data
            return .send("DATA\r\n")
        }
        state = .recipient(index)
        return .send("RCPT TO:<\(to[index])>\r\n")
    }

    private mutating func fail(_ reason: String) -> Action {
        state = .over
        return .fail(AlertDeliveryError("\(host) \(reason)", isTemporary: false))
    }

    private mutating func refusal(_ reply: SMTPReply) -> Action {
        let step =
            switch state {
            case .greeting: "the connection"
            case .hello: "the greeting"
            case .startTLS, .handshake: "STARTTLS"
            case .plainLogin, .loginUser, .loginPassword, .loginResult: "the login"
            case .from: "the sender"
            case .recipient: "the recipients"
            case .data, .body, .over: "the mail"
            }
        state = .over
        let words = HarmlessText.make(([String(reply.code)] + reply.lines.prefix(1)).joined(separator: " "), limit: 200)
        return .fail(AlertDeliveryError("\(host) refused \(step): \(words)", isTemporary: reply.code / 100 == 4))
    }
}
