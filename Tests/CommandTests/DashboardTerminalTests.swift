import Foundation
import Testing

/// The real program in a pseudo-terminal, on the published server, its screen read through a terminal emulator.
@Suite(
    .needsTerminalDriver, .serialized,
    .enabled(if: PublishedServer.isInstalled, Comment(rawValue: TestTools.missing("monitoring-websocket-server"))))
struct DashboardTerminalTests {
    /// Runs the dashboard on a server of its own and waits for its first sample.
    private func run(
        columns: Int = 80, rows: Int = 24, term: String = "xterm-256color", options: [String] = [],
        environment: [String: String] = [:], until: String = "CPU|Processor|RAM",
        _ body: (TerminalDriver, PublishedServer) async throws -> Void
    ) async throws {
        try await PublishedServer.with { server in
            let command =
                [TestTools.client.path, "--uri", server.uri, "--reconnect-interval", "0.3"] + options
            try await TerminalDriver.run(command, columns: columns, rows: rows, term: term, environment: environment) {
                terminal in
                try await terminal.expect(until)
                try await body(terminal, server)
            }
        }
    }

    /// Asks it to end, and checks that nothing is left behind.
    private func quit(_ terminal: TerminalDriver, key: String = "q") async throws {
        try await terminal.send(key)
        let exit = try await terminal.waitExit()
        #expect(exit.status == 0)
        #expect(exit.notRestored == [])
    }

    @Test("data, and the terminal given back", arguments: ["q", "<C-c>"])
    func dataAndQuit(key: String) async throws {
        try await run { terminal, _ in
            try await terminal.expect("CONNECTED.*ws://127.0.0.1")
            try await terminal.expect("Memory +[0-9.]+%")
            try await quit(terminal, key: key)
        }
    }

    @Test("sizes from one line to large", arguments: [(120, 40), (80, 24), (30, 8), (20, 3), (200, 60)])
    func sizes(columns: Int, rows: Int) async throws {
        try await run(columns: columns, rows: rows) { terminal, _ in
            try await terminal.expect("CPU|Processor")
            try await quit(terminal)
        }
    }

    @Test("the views and formats behind the keys")
    func keys() async throws {
        try await run { terminal, _ in
            for (key, shows) in [
                ("s", "Outages"), ("<ESC>", "Metrics"), ("l", "Esc back"), ("<ESC>", "Metrics"),
                ("y", "\"monitoring_data\""), ("<ESC>", "Metrics"), ("?", "Keys"), ("<ESC>", "Metrics"),
                ("<F1>", "Keys"), ("h", "Metrics"), ("1", "simple"), ("2", "detailed"), ("3", "compact"), ("4", "json"),
                ("f", "simple"), ("F", "json"), ("2", "detailed"), (" ", "PAUSED"), (" ", "CONNECTED"),
                ("[", "HISTORY"),
                ("`", "CONNECTED"), ("e", "Metrics"), ("e", "Log"), ("T", "CONNECTED"),
            ] {
                try await terminal.send(key)
                // A key right behind Escape would be Alt and that key, so its effect is waited for.
                if key == "<ESC>" { try await terminal.expectGone("Esc back") }
                try await terminal.expect("(?i)\(shows)")
            }
            try await quit(terminal)
        }
    }

    @Test("Q leaves the last frame on the terminal")
    func keepFrame() async throws {
        try await run { terminal, _ in
            _ = try await terminal.output()
            try await quit(terminal, key: "Q")
            // Its first line has scrolled up by the one that the prompt is to stand on.
            #expect(try await terminal.screen().joined().contains("Metrics"))
        }
    }

    @Test("the server killed and started again: the screen says so and goes on by itself")
    func killAndRestart() async throws {
        try await run(columns: 120, rows: 40) { terminal, server in
            try await server.kill()
            try await terminal.expect("RECONNECTING.*refused")
            try await terminal.expect("STALE")
            let again = try await PublishedServer(port: server.port)
            try await terminal.expect("CONNECTED.*reconnect")
            try await terminal.expectGone("STALE")
            try await terminal.send("s")
            try await terminal.expect("Disconnections +1")
            try await terminal.expect("Connection refused")
            try await quit(terminal)
            try await again.kill()
        }
    }

    @Test("a storm of resizes down to one cell and back")
    func resizes() async throws {
        try await run(columns: 120, rows: 40) { terminal, _ in
            for step in 0..<60 {
                try await terminal.resize(columns: 1 + (step * 37) % 200, rows: 1 + (step * 13) % 60)
            }
            try await terminal.resize(columns: 1, rows: 1)
            try await terminal.resize(columns: 100, rows: 30)
            try await terminal.expect("CONNECTED.*ws://127.0.0.1")
            try await terminal.expect("Memory +[0-9.]+%")
            try await quit(terminal)
        }
    }

    @Test("signals give the terminal back", arguments: ["TERM", "HUP", "INT", "QUIT"])
    func signals(name: String) async throws {
        try await run { terminal, _ in
            try await terminal.signal(name)
            let exit = try await terminal.waitExit()
            #expect(exit.status == 0)
            #expect(exit.notRestored == [])
        }
    }

    @Test("a crash gives the terminal back and stays a crash", arguments: ["SEGV", "ILL", "TRAP", "ABRT", "USR1"])
    func crashes(name: String) async throws {
        try await run { terminal, _ in
            try await terminal.signal(name)
            let exit = try await terminal.waitExit()
            #expect(exit.signal == name)
            #expect(exit.notRestored == [])
        }
    }

    @Test("a crash waits for a terminal that is behind")
    func crashOnSlowTerminal() async throws {
        try await run { terminal, _ in
            try await terminal.stopOutput()
            try await terminal.signal("SEGV")
            try await terminal.startOutput(inHandlerOf: "SEGV")
            let exit = try await terminal.waitExit()
            #expect(exit.signal == "SEGV")
            #expect(exit.notRestored == [])
        }
    }

    @Test("a terminal that takes nothing more does not keep it from ending", arguments: ["TERM", "HUP"])
    func stuckTerminal(name: String) async throws {
        try await run { terminal, _ in
            try await terminal.stopOutput()
            try await terminal.signal(name)
            let exit = try await terminal.waitExit(timeout: 60)
            // The alarm that is set for this ends it as a crash would.
            #expect(exit.signal == "ALRM")
            #expect(!exit.notRestored.contains("termios_same"))
        }
    }

    @Test("the log has a view of its own, and nothing of it is printed over the screen")
    func programLog() async throws {
        try await run(columns: 120, rows: 30, options: ["--verbose"]) { terminal, server in
            try await terminal.expect("L log")
            try await terminal.send("L")
            try await terminal.expect("Program log")
            try await terminal.expect(#"\d\d:\d\d:\d\d  INFO +state: connecting -> connected"#)
            try await terminal.expect("DEBUG +received monitoring_data, [0-9]+ bytes")
            try await server.kill()
            try await terminal.expect("WARNING|ERROR")
            try await terminal.send("<ESC>")
            try await terminal.expect("Metrics")
            try await terminal.expectGone("DEBUG")
            try await quit(terminal)
            // After the screen was given back.
            #expect(try await terminal.screen().joined().contains("client: "))
        }
        try await run(columns: 100, rows: 30) { terminal, _ in
            try await terminal.send("L")
            try await terminal.expect("Nothing is logged: start with --verbose")
            try await quit(terminal)
        }
    }

    @Test("sequences of keys that have no meaning here are not taken for keys")
    func unknownSequences() async throws {
        try await run { terminal, _ in
            try await terminal.send("\u{1b}[I\u{1b}[27;5;9~\u{1b}q")
            try await terminal.send("?")
            let screen = try await terminal.expect("Keys").joined()
            #expect(!screen.contains("HISTORY"))
            try await terminal.send("<ESC>")
            try await terminal.expectGone("Keys")
            try await quit(terminal)
        }
    }

    @Test("Ctrl-Z and fg")
    func suspend() async throws {
        try await run { terminal, _ in
            try await terminal.send("<C-z>")
            #expect(try await terminal.waitStopped() == [])
            try await terminal.resume()
            try await terminal.expect("CONNECTED.*ws://127.0.0.1")
            try await quit(terminal)
        }
    }

    @Test("a terminal that goes away ends it within a second", arguments: [true, false])
    func hangUp(withSignal: Bool) async throws {
        try await run { terminal, _ in
            let exit = try await terminal.hangUp(signal: withSignal)
            #expect(try #require(exit.seconds) < 1)
        }
    }

    @Test(
        "terminals of every family", arguments: ["xterm-256color", "xterm", "linux", "vt100", "screen-256color"])
    func terminals(term: String) async throws {
        try await run(term: term) { terminal, _ in
            try await terminal.expect("CONNECTED")
            if term == "vt100" {
                #expect(try await terminal.runs().joined().allSatisfy { $0.foreground == "default" })
            }
            try await quit(terminal)
        }
    }

    @Test("without colour there is no colour, and without Unicode only ASCII")
    func plain() async throws {
        try await run(options: ["--no-color", "--ascii"]) { terminal, _ in
            let runs = try await terminal.runs().joined()
            #expect(runs.allSatisfy { $0.foreground == "default" && $0.background == "default" })
            #expect(runs.allSatisfy { $0.text.allSatisfy(\.isASCII) })
            try await quit(terminal)
        }
        try await run(environment: ["NO_COLOR": "1", "LC_ALL": "C"]) { terminal, _ in
            let runs = try await terminal.runs().joined()
            #expect(runs.allSatisfy { $0.foreground == "default" && $0.text.allSatisfy(\.isASCII) })
            try await quit(terminal)
        }
    }

    @Test("a terminal that cannot place the cursor gets lines, and is told why")
    func dumb() async throws {
        try await run(term: "dumb", until: "CPU: [0-9]") { terminal, _ in
            #expect(try await terminal.screen().joined().contains("cannot place the cursor"))
            try await terminal.signal("TERM")
            #expect(try await terminal.waitExit().status == 0)
        }
    }

    @Test("attempts that are used up end it with 69, and the terminal is given back first")
    func givesUp() async throws {
        try await run(options: ["--max-reconnects", "1"]) { terminal, server in
            try await server.kill()
            let exit = try await terminal.waitExit()
            #expect(exit.status == 69)
            #expect(exit.notRestored == [])
            #expect(try await terminal.screen().joined().contains("gave up"))
        }
    }

    @Test("Ctrl-S saves the screen to a file and says where")
    func snapshot() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "snapshot-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await PublishedServer.with { server in
            let command = ["/bin/sh", "-c", "cd '\(folder.path)' && exec '\(TestTools.client.path)' -u \(server.uri)"]
            try await TerminalDriver.run(command) { terminal in
                try await terminal.expect("Memory +[0-9.]+%")
                try await terminal.send("<C-s>")
                try await terminal.expect("saved to monitoring-")
                let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                let text = try String(contentsOf: folder.appending(path: try #require(files.first)), encoding: .utf8)
                #expect(text.contains(/CONNECTED.*ws:\/\/127.0.0.1/))
                try await quit(terminal)
            }
        }
    }
}
