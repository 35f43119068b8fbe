import ArgumentParser

/// The options about alerts, as `--help` shows them.
struct AlertArguments: ParsableArguments {
    @Option(
        help: .setting("Alert when the CPU's usage stays above this percentage; off is never.", .alertCPU, "percent"))
    var alertCpu: String?

    @Option(help: .setting("The same for the memory in use.", .alertRAM, "percent"))
    var alertRam: String?

    @Option(help: .setting("The same for each disk.", .alertDisk, "percent"))
    var alertDisk: String?

    @Option(help: .setting("The same for each GPU.", .alertGPU, "percent"))
    var alertGpu: String?

    @Option(
        help: .setting(
            "The same for the mean CPU of several hosts, once all have answered.", .alertCluster, "percent"))
    var alertCluster: String?

    @Option(help: .setting("Alert when there is no link for so many seconds; off is never.", .alertLink, "s"))
    var alertLink: String?

    @Flag(help: "Do not alert on what the server finds beyond these, in its own alerts.")
    var noServerAlerts = false

    @Option(
        help: .setting(
            "Seconds that a value has to stay above to raise an alert, and below to end it.", .alertHold, "s"))
    var alertHold: String?

    @Option(
        help: .setting(
            "Points below its threshold that a value has to fall for the alert to end.", .alertHysteresis, "n"))
    var alertHysteresis: String?

    @Option(help: .setting("Seconds after its end in which an alert is not raised again.", .alertCoolDown, "s"))
    var alertCoolDown: String?

    @Option(help: .setting("Seconds after which an alert that is still on is told again.", .alertRepeat, "s"))
    var alertRepeat: String?

    @Flag(help: "Do not sound the terminal's bell when an alert is raised or ends.")
    var noBell = false

    @Option(
        help: .setting(
            "Run this command of the shell for each alert raised or ended; it gets the alert as JSON on its standard input.",
            .alertCommand, "command"))
    var alertCommand: String?

    @Option(
        help: .setting(
            "Post each alert as JSON to this http or https URL; tried again five times.", .alertWebhook, "url"))
    var alertWebhook: String?

    @Option(
        help: .setting("Headers for those requests, one a line, 'Name: value'.", .alertWebhookHeaderFile, "file"),
        completion: .file())
    var alertWebhookHeaderFile: String?

    @Option(help: .setting("Mail alerts to these addresses, separated by commas.", .alertMailTo, "addresses"))
    var alertMailTo: String?

    @Option(help: .setting("The sender of those mails.", .alertMailFrom, "address"))
    var alertMailFrom: String?

    @Option(
        help: .setting(
            "Seconds that a command may run, and a request or a mail may take.", .alertTimeout, "s"))
    var alertTimeout: String?

    @Option(
        help: .setting(
            "Trust the certificate authorities of this PEM file for mail and webhook.", .alertCAFile, "file"),
        completion: .file())
    var alertCaFile: String?

    @Option(help: .setting("The mail server.", .smtpHost, "host"))
    var smtpHost: String?

    @Option(
        help: ArgumentHelp(
            "Its port. (default: 587 with starttls, 465 with tls, 25 with none)", valueName: "port"))
    var smtpPort: String?

    @Option(
        help: .setting(
            "starttls, tls or none; without starttls offered, or with a certificate that is not trusted, nothing is sent.",
            .smtpSecurity, "how"), completion: .list(["starttls", "tls", "none"]))
    var smtpSecurity: String?

    @Option(help: .setting("Log in to the mail server by this name.", .smtpUser, "name"))
    var smtpUser: String?

    @Option(
        help: .setting(
            "The password is the first line of this file; or it is in MONITORING_SMTP_PASSWORD.", .smtpPasswordFile,
            "file"),
        completion: .file())
    var smtpPasswordFile: String?

    @Flag(help: "Log in to the mail server even where everybody can read the password, without TLS.")
    var smtpPlainLogin = false

    /// The keys that options were given for, with the text of each.
    var settings: [SettingKey: String] {
        let values: [SettingKey: String?] = [
            .alertCPU: alertCpu, .alertRAM: alertRam, .alertDisk: alertDisk, .alertGPU: alertGpu,
            .alertCluster: alertCluster, .alertLink: alertLink,
            .alertHold: alertHold, .alertHysteresis: alertHysteresis, .alertCoolDown: alertCoolDown,
            .alertRepeat: alertRepeat, .noServerAlerts: noServerAlerts ? "true" : nil, .noBell: noBell ? "true" : nil,
            .alertCommand: alertCommand, .alertWebhook: alertWebhook, .alertWebhookHeaderFile: alertWebhookHeaderFile,
            .alertMailTo: alertMailTo, .alertMailFrom: alertMailFrom, .alertTimeout: alertTimeout,
            .alertCAFile: alertCaFile, .smtpHost: smtpHost, .smtpPort: smtpPort, .smtpSecurity: smtpSecurity,
            .smtpUser: smtpUser, .smtpPasswordFile: smtpPasswordFile,
            .smtpPlainLogin: smtpPlainLogin ? "true" : nil,
        ]
        return values.compactMapValues { $0 }
    }
}
