import NIOCore
import Testing

@testable import AlertDelivery

/// Dialogues with a server, line by line, without one.
@Suite struct SMTPSessionTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var security = SMTPSecurity.startTLS
        var login = true
        var plainLogin = false
        /// The server's lines; `TLS` stands for the handshake.
        var server: [String]
        /// The client's lines, `TLS` for the request of the handshake; the last is the outcome.
        var client: [String]
        var testDescription: String { name }
    }

    private static let toTLS = ["220 hi", "250-h\r\n250-AUTH PLAIN\r\n250 STARTTLS", "220 go", "TLS"]
    private static let toTLSAnswers = ["EHLO [192.0.2.1]", "STARTTLS", "TLS", "EHLO [192.0.2.1]"]
    private static let mail = ["250 ok", "250 ok", "250 ok", "354 go", "250 queued"]
    private static let mailAnswers = [
        "MAIL FROM:<f@example.com>", "RCPT TO:<a@example.com>", "RCPT TO:<b@example.com>", "DATA", "content",
        "sent, refused: ",
    ]

    static let rows = [
        Row(
            name: "STARTTLS, then PLAIN; what was offered before TLS does not count",
            server: toTLS + ["250-h\r\n250 AUTH LOGIN PLAIN", "235 welcome"] + mail,
            client: toTLSAnswers + ["AUTH PLAIN AHUAcMOk"] + mailAnswers),
        Row(
            name: "LOGIN where there is no PLAIN",
            server: toTLS + ["250-h\r\n250 auth login", "334 VXNlcm5hbWU6", "334 x", "235 ok"] + mail,
            client: toTLSAnswers + ["AUTH LOGIN", "dQ==", "cMOk"] + mailAnswers),
        Row(
            name: "TLS from the start", security: .tls, server: ["220 hi", "250-h\r\n250 AUTH PLAIN", "235 ok"] + mail,
            client: ["EHLO [192.0.2.1]", "AUTH PLAIN AHUAcMOk"] + mailAnswers),
        Row(
            name: "no login, no TLS", security: .none, login: false, server: ["220 hi", "250 h"] + mail,
            client: ["EHLO [192.0.2.1]"] + mailAnswers),
        Row(
            name: "a login without TLS is refused", security: .none, server: ["220 hi", "250-h\r\n250 AUTH PLAIN"],
            client: ["EHLO [192.0.2.1]", "fails: mx gets no login without TLS"]),
        Row(
            name: "a login without TLS that is allowed", security: .none, plainLogin: true,
            server: ["220 hi", "250-h\r\n250 AUTH PLAIN", "235 ok"] + mail,
            client: ["EHLO [192.0.2.1]", "AUTH PLAIN AHUAcMOk"] + mailAnswers),
        Row(
            name: "STARTTLS that was stripped", server: ["220 hi", "250-h\r\n250 AUTH PLAIN"],
            client: ["EHLO [192.0.2.1]", "fails: mx offers no STARTTLS, and nothing is sent unencrypted"]),
        Row(
            name: "STARTTLS refused", server: ["220 hi", "250-h\r\n250 STARTTLS", "454 not now"],
            client: ["EHLO [192.0.2.1]", "STARTTLS", "fails for now: mx refused STARTTLS: 454 not now"]),
        Row(
            name: "no way to log in", server: toTLS + ["250-h\r\n250 AUTH CRAM-MD5"],
            client: toTLSAnswers + ["fails: mx offers neither AUTH PLAIN nor AUTH LOGIN"]),
        Row(
            name: "a wrong password", server: toTLS + ["250-h\r\n250 AUTH PLAIN", "535 5.7.8 no\u{1b}[2J"],
            client: toTLSAnswers + ["AUTH PLAIN AHUAcMOk", "fails: mx refused the login: 535 5.7.8 no␛[2J"]),
        Row(
            name: "a busy server", server: ["421 too busy"],
            client: ["fails for now: mx refused the connection: 421 too busy"]),
        Row(
            name: "one recipient refused", security: .none, login: false,
            server: ["220 hi", "250 h", "250 ok", "550 no", "250 ok", "354 go", "250 queued"],
            client: ["EHLO [192.0.2.1]"] + mailAnswers.dropLast() + ["sent, refused: a@example.com"]),
        Row(
            name: "all recipients refused", security: .none, login: false,
            server: ["220 hi", "250 h", "250 ok", "550 no", "551 no"],
            client: ["EHLO [192.0.2.1]"] + mailAnswers.prefix(3) + ["fails: mx refused the recipients: 551 no"]),
        Row(
            name: "a full mailbox", security: .none, login: false,
            server: ["220 hi", "250 h"] + mail.prefix(4) + ["452 full"],
            client: ["EHLO [192.0.2.1]"] + mailAnswers.dropLast() + ["fails for now: mx refused the mail: 452 full"]),
        Row(
            name: "an answer out of turn", server: ["354 go ahead"],
            client: ["fails: mx refused the connection: 354 go ahead"]),
    ]

    @Test(arguments: rows)
    func dialogue(row: Row) throws {
        var configuration = MailConfiguration(
            host: "mx", from: try #require(MailAddress("f@example.com")),
            to: try ["a@example.com", "b@example.com"].map { try #require(MailAddress($0)) }, security: row.security)
        if row.login { configuration.credentials = SMTPCredentials(user: "u", password: "pä") }
        configuration.allowsPlainLogin = row.plainLogin
        var session = SMTPSession(configuration, content: "content\r\n")
        session.setName(address: try .init(ipAddress: "192.0.2.1", port: 1))
        var parser = SMTPReplyParser()
        var client: [String] = []
        for line in row.server {
            let action: SMTPSession.Action
            if line == "TLS" {
                action = session.tlsEstablished()
            } else {
                let replies = try "\(line)\r\n".utf8.compactMap { try parser.take($0) }
                try #require(replies.count == 1)
                action = session.take(replies[0])
            }
            switch action {
            case .send(let text): client.append(String(text.dropLast()))
            case .startTLS: client.append("TLS")
            case .sent(let refused, let goodbye):
                client.append("sent, refused: \(refused.joined(separator: " "))")
                #expect(goodbye == "QUIT\r\n")
            case .fail(let error): client.append("fails\(error.isTemporary ? " for now" : ""): \(error)")
            }
        }
        #expect(client == row.client)
    }

    @Test(arguments: [
        "hello\r\n", "25\r\n", "999 x\r\n", "250_x\r\n", "250-a\r\n251 b\r\n", "\r\n", "HTTP/1.1 400\r\n",
    ])
    func whatIsNoReply(text: String) {
        var parser = SMTPReplyParser()
        #expect(throws: SMTPReplyParser.Failure.malformed) { for byte in text.utf8 { _ = try parser.take(byte) } }
    }

    @Test func endlessRepliesEnd() {
        var parser = SMTPReplyParser()
        #expect(throws: SMTPReplyParser.Failure.tooLong) {
            for _ in 0..<100_000 { for byte in "250-x\r\n".utf8 { _ = try parser.take(byte) } }
        }
    }

    @Test func wordsBehindAReplyAreSeen() throws {
        var parser = SMTPReplyParser()
        for byte in "220 go\r\n".utf8 { _ = try parser.take(byte) }
        #expect(!parser.hasRest)
        _ = try parser.take(UInt8(ascii: "2"))
        #expect(parser.hasRest)
    }
}
