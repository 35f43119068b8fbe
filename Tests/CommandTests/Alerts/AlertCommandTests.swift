import Foundation
import Testing

/// Alerts of the real program, on a server whose figures the test sets.
@Suite(.serialized)
struct AlertCommandTests {
    @Test("in the stream alerts are lines on standard error, and standard output holds data only")
    func stream() async throws {
        try await AlertingServer.with { server in
            let client = try RunningProgram(TestTools.client, ["--uri", server.uri] + AlertingServer.options)
            defer { client.kill() }
            _ = try await client.lines(1)
            server.figures.set(cpu: 93.14)
            try await client.wait(for: "[ALERT] CRITICAL: CPU 93.1% on vm, above 80%, since ", in: .error)
            server.figures.set(cpu: 12)
            try await client.wait(for: "[ALERT] CLEARED: CPU normal again on vm, after ", in: .error)
            client.send(signal: SIGTERM)
            let (status, output, error) = try await client.finish()
            #expect(status == 0)
            #expect(error.contains("peak 93.1%"))
            #expect(!output.contains("ALERT"))
        }
    }

    @Test("beside JSON they are JSON")
    func json() async throws {
        try await AlertingServer.with { server in
            let client = try RunningProgram(
                TestTools.client, ["--uri", server.uri, "-f", "jsonl"] + AlertingServer.options)
            defer { client.kill() }
            server.figures.set(cpu: 10, ram: 99)
            let error = try await client.wait(for: "\"event\": \"raised\"", in: .error)
            let line = try #require(error.split(separator: "\n").first { $0.contains("raised") })
            let alert = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(alert["subject"] as? String == "ram")
            #expect(alert["value"] as? Double == 99)
            #expect(alert["type"] as? String == "alert")
        }
    }

    @Test("thresholds are settings: what is off or higher is no alert")
    func thresholds() async throws {
        try await AlertingServer.with { server in
            let client = try RunningProgram(
                TestTools.client,
                ["--uri", server.uri, "--alert-cpu", "off", "--alert-ram", "30"] + AlertingServer.options)
            defer { client.kill() }
            server.figures.set(cpu: 99, ram: 31)
            let error = try await client.wait(for: "[ALERT]", in: .error)
            #expect(error.contains("RAM 31%"))
            #expect(!error.contains("CPU"))
        }
    }

    @Test(
        "a whole life on screen: raised, in the header, the view, the bell and the title, and over",
        .needsTerminalDriver)
    func screen() async throws {
        try await AlertingServer.with { server in
            let command = [TestTools.client.path, "--uri", server.uri] + AlertingServer.options
            try await TerminalDriver.run(command, columns: 100, rows: 30) { terminal in
                try await terminal.expect("CPU +10%|Processor", timeout: 30)
                _ = try await terminal.output()
                server.figures.set(cpu: 93.1)
                try await terminal.expect("CPU 93.1% alert", timeout: 30)
                let raised = try await terminal.output()
                #expect(raised.contains("\u{1b}]2;Alert: CPU 93.1% on vm\u{7}"))
                #expect(raised.replacing(/\u{1b}\][^\u{7}]*\u{7}/, with: "").contains("\u{7}"))
                try await terminal.send("a")
                try await terminal.expect("!! Critical +CPU +93.1% +93.1% +above 80%")
                server.figures.set(cpu: 12)
                try await terminal.expect("(?s)No alerts.*Critical +CPU +12% +93.1%", timeout: 30)
                let cleared = try await terminal.output()
                #expect(cleared.contains("\u{1b}]2;CPU normal again on vm\u{7}"))
                try await terminal.send("q")
                let exit = try await terminal.waitExit()
                #expect(exit.status == 0)
                #expect(exit.notRestored == [])
                #expect(exit.output.contains("\u{1b}[23;2t"))
            }
        }
    }

    @Test("a link lost and back rings and is listed; without the bell only the title tells", .needsTerminalDriver)
    func link() async throws {
        let port = try await AlertingServer.with { $0.port }
        let command =
            [TestTools.client.path, "--uri", "ws://127.0.0.1:\(port)", "--reconnect-interval", "0.2", "--no-bell"]
            + AlertingServer.options
        try await TerminalDriver.run(command, columns: 100, rows: 30) { terminal in
            try await terminal.expect("1 alert", timeout: 30)
            try await terminal.send("a")
            try await terminal.expect("!! Critical +Link")
            try await AlertingServer.with(port: port) { server in
                try await terminal.expect("(?s)No alerts.*Critical +Link", timeout: 30)
                try await terminal.send("q")
            }
            let exit = try await terminal.waitExit()
            #expect(exit.output.contains("\u{1b}]2;Alert: Link lost on ws://127.0.0.1:\(port)"))
            #expect(exit.output.contains("\u{1b}]2;Link back on"))
            #expect(!exit.output.replacing(/\u{1b}\][^\u{7}]*\u{7}/, with: "").contains("\u{7}"))
        }
    }

    @Test(
        "a value that is not allowed is told with what is",
        arguments: [
            ("--alert-cpu", "101", "a percentage from 0 to 100, or off"), ("--alert-gpu", "-1", "or off"),
            ("--alert-link", "never", "or off"), ("--alert-hold", "-1", "from 0 to 2678400"),
            ("--alert-cool-down", "nan", "from 0 to 2678400"), ("--alert-repeat", "0", "or never"),
            ("--alert-hysteresis", "200", "a percentage from 0 to 100"),
        ])
    func badValues(option: String, value: String, allowed: String) async throws {
        let (status, _, error) = try await RunningProgram(TestTools.client, ["\(option)=\(value)"]).finish()
        #expect(status == 64)
        #expect(error.contains("'\(option)': the value '\(value)' is invalid: allowed is") && error.contains(allowed))
    }
}
