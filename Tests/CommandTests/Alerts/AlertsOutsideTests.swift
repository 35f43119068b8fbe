import Foundation
import Testing

/// Alerts outside the program: mail, webhook and command, against real servers.
@Suite(.serialized, .needsReceivers)
struct AlertsOutsideTests {
    private func client(_ server: AlertingServer, _ options: [String]) throws -> RunningProgram {
        try RunningProgram(TestTools.client, ["--uri", server.uri] + AlertingServer.options + options)
    }

    @Test("a whole life of an alert, in a mail, at a webhook that fails at first, and in a command")
    func wholeLife() async throws {
        let folder = try TemporaryFolder()
        let log = folder("alerts.jsonl")
        try await Receivers.with(["--failures", "1"]) { receivers in
            try await AlertingServer.with { server in
                let client = try client(
                    server,
                    receivers.mailOptions + receivers.webhookOptions + ["--alert-command", "cat >> '\(log)'"])
                defer { client.kill() }
                _ = try await client.lines(1)
                server.figures.set(cpu: 93.14, ram: 99)
                // Both were raised by one sample.
                let raised = try await receivers.mails(1)[0]
                #expect(raised.subject.hasSuffix(", and 1 more"))
                #expect(raised.body.contains("CRITICAL: CPU 93.1% on vm, above 80%, since "))
                #expect(raised.body.contains("CRITICAL: RAM 99% on vm, above 85%, since "))
                #expect(raised.tls)
                #expect(raised.user == "watch")
                #expect(raised.from == "watch@example.com")
                #expect(raised.to == ["ops@example.com", "boss@example.com"])
                #expect(raised.headers.contains("Date") && raised.headers.contains("Message-ID"))
                server.figures.set(cpu: 12)
                let cleared = try await receivers.mails(2)[1]
                #expect(cleared.body.contains("CLEARED: CPU normal again on vm, after "))
                // Two events each, and the one that failed at first a second time.
                let posts = try await receivers.posts(5)
                #expect(posts.map(\.status) == [503, 204, 204, 204, 204])
                #expect(posts[0].request == "POST /hook?token=abc HTTP/1.1")
                #expect(posts[0].headers["content-type"] == "application/json")
                #expect(posts[1...].map(\.body.event) == ["raised", "raised", "cleared", "cleared"])
                #expect(posts[4].body.peak != nil)
                client.send(signal: SIGTERM)
                let (status, _, error) = try await client.finish()
                #expect(status == 0)
                #expect(error.contains("the webhook: 127.0.0.1:\(receivers.httpPort) answers with status 503"))
                #expect(!error.contains("token=abc"))
                #expect(!error.contains("were not told"), "\(error)")
                let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
                #expect(lines.count == 4)
                #expect(lines[0].contains("\"event\": \"raised\"") && lines[3].contains("\"event\": \"cleared\""))
            }
        }
    }

    @Test("AUTH LOGIN where there is no PLAIN, and the other recipients where one is refused")
    func login() async throws {
        try await Receivers.with(["--mechanisms", "LOGIN", "--reject", "boss@example.com"]) { receivers in
            try await AlertingServer.with { server in
                let client = try client(server, receivers.mailOptions)
                defer { client.kill() }
                server.figures.set(cpu: 99)
                let mail = try await receivers.mails(1)[0]
                #expect(mail.user == "watch")
                #expect(mail.to == ["ops@example.com"])
                try await client.wait(for: "sent, but not to boss@example.com", in: .error)
            }
        }
    }

    @Test(
        "what keeps a mail from being sent is told once, and the samples go on",
        arguments: [
            (["--no-starttls"], [String](), "localhost offers no STARTTLS, and nothing is sent unencrypted"),
            ([], ["--smtp-user", "nobody"], "localhost refused the login: 535"),
            ([], ["--alert-ca-file", "/etc/ssl/certs/ca-certificates.crt"], "certificate that is not trusted"),
            ([], ["--smtp-port", "1"], "localhost cannot be reached: Connection refused"),
            (["--trickle"], ["--alert-timeout", "1"], "localhost does not answer in time"),
        ])
    func failures(receiver: [String], options: [String], told: String) async throws {
        try await Receivers.with(receiver) { receivers in
            try await AlertingServer.with { server in
                let client = try client(server, receivers.mailOptions + options)
                defer { client.kill() }
                server.figures.set(cpu: 99)
                let error = try await client.wait(for: told, in: .error, within: 60)
                #expect(error.contains("alert not told: mail: "))
                let lines = client.written().split(separator: "\n").count
                _ = try await client.lines(lines + 5)
                client.send(signal: SIGTERM)
                let end = try await client.finish()
                #expect(end.status == 0)
                #expect(end.error.contains("mail: 1 of 1 alerts were not told"), "\(end.error)")
                #expect(end.error.components(separatedBy: "alert not told").count == 2, "\(end.error)")
                #expect(!end.error.contains("s3cret"))
            }
        }
    }

    @Test("a dead mail server does not delay the screen, its keys or its end", .needsTerminalDriver)
    func deadServerAndScreen() async throws {
        try await Receivers.with(["--trickle"]) { receivers in
            try await AlertingServer.with { server in
                let command =
                    [TestTools.client.path, "--uri", server.uri] + AlertingServer.options + receivers.mailOptions
                try await TerminalDriver.run(command, columns: 100, rows: 30) { terminal in
                    server.figures.set(cpu: 99)
                    try await terminal.expect("CPU 99% alert", timeout: 30)
                    try await terminal.send("a")
                    try await terminal.expect("Critical +CPU +99%")
                    server.figures.set(cpu: 98)
                    try await terminal.expect("Critical +CPU +98% +99%")
                    try await terminal.send("s")
                    try await terminal.expect("(?s)Alerts told.*mail +0 sent, 0 failed, 1 waiting, 0 dropped")
                    try await terminal.send("q")
                    let exit = try await terminal.waitExit(timeout: 20)
                    #expect(exit.status == 0)
                    #expect(exit.output.contains("mail: 1 of 1 alerts were not told"))
                }
            }
        }
    }
}

/// Settings of the delivery that cannot be.
struct AlertDeliverySettingsTests {
    @Test(
        "each mistake is told with what is allowed, and no secret is repeated",
        arguments: [
            (["--alert-webhook", "ftp://secret"], "allowed is an http or https URL"),
            (["--alert-webhook", "http://user:secret@host/"], "allowed is an http or https URL without a user"),
            (["--alert-mail-to", "a@b\r\nBcc: secret@d"], "allowed is mail addresses"),
            (["--alert-mail-to", "a@b.example"], "'--alert-mail-to' needs 'alert-mail-from' as well"),
            (["--smtp-host", "h"], "'--smtp-host' needs 'alert-mail-to' as well"),
            (["--smtp-user", "u"], "needs 'smtp-password-file', or the variable MONITORING_SMTP_PASSWORD"),
            (["--smtp-security", "ssl"], "allowed is starttls, tls, none"), (["--smtp-port", "0"], "from 1 to 65535"),
            (["--smtp-password-file", "/dev/null"], "its first line is the password"),
            (["--alert-ca-file", "/etc/hostname"], "no PEM certificates can be read from it"),
        ])
    func mistakes(arguments: [String], told: String) async throws {
        let (status, _, error) = try await RunningProgram(TestTools.client, arguments).finish()
        #expect(status == 64)
        #expect(error.contains(told), "\(error)")
        #expect(error.split(separator: "\n").count == 1)
        if arguments[0] == "--alert-webhook" { #expect(!error.contains("secret")) }
    }

    @Test("a login without TLS has to be allowed; there is no option for a password; no report shows one")
    func passwords() async throws {
        let mail = [
            "--alert-mail-to", "a@b.example", "--alert-mail-from", "c@d.example", "--smtp-host", "h", "--smtp-user",
            "u", "--smtp-security", "none",
        ]
        let environment = ["MONITORING_SMTP_PASSWORD": "s3cret"]
        let plain = try await RunningProgram(TestTools.client, mail, environment: environment).finish()
        #expect(plain.status == 64)
        #expect(plain.error.contains("'smtp-plain-login' allows that"))
        let report = try await RunningProgram(
            TestTools.client, mail + ["--smtp-plain-login", "--alert-webhook", "https://h/s3cret", "--print-config"],
            environment: environment
        ).finish()
        #expect(report.status == 0, "\(report.error)")
        #expect(report.output.contains("# environment MONITORING_SMTP_PASSWORD"))
        #expect(!report.output.contains("s3cret"))
        let option = try await RunningProgram(TestTools.client, ["--smtp-password", "x"]).finish()
        #expect(option.status == 64)
    }
}
