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

    /// The keys that options were given for, with the text of each.
    var settings: [SettingKey: String] {
        let values: [SettingKey: String?] = [
            .alertCPU: alertCpu, .alertRAM: alertRam, .alertDisk: alertDisk, .alertGPU: alertGpu, .alertLink: alertLink,
            .alertHold: alertHold, .alertHysteresis: alertHysteresis, .alertCoolDown: alertCoolDown,
            .alertRepeat: alertRepeat, .noServerAlerts: noServerAlerts ? "true" : nil, .noBell: noBell ? "true" : nil,
        ]
        return values.compactMapValues { $0 }
    }
}
