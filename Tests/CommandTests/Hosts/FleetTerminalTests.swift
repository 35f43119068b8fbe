import Foundation
import Testing

/// The table of hosts in a pseudo-terminal.
@Suite(.needsTerminalDriver, .serialized)
struct FleetTerminalTests {
    /// Runs the dashboard on hosts that `Support/fleet.py` plays.
    private func run(
        _ hosts: [String], columns: Int = 100, rows: Int = 30, options: [String] = [],
        _ body: (TerminalDriver) async throws -> Void
    ) async throws {
        let script = TestTools.packageRoot.appending(path: "Tests/CommandTests/Support/fleet.py").path
        let servers = try RunningProgram(URL(filePath: "/usr/bin/env"), ["python3", script] + hosts)
        defer { servers.kill() }
        let text = try await servers.wait(for: "# ready")
        let folder = try TemporaryFolder()
        let command = [
            TestTools.client.path, "--hosts", try folder.file("hosts", text), "--reconnect-interval", "0.5",
        ]
        try await TerminalDriver.run(command + options, columns: columns, rows: rows) { terminal in
            try await body(terminal)
            try await terminal.send("q")
            let exit = try await terminal.waitExit()
            #expect(exit.status == 0)
            #expect(exit.notRestored == [])
        }
    }

    @Test("from the table into a host, to the next one, and back")
    func views() async throws {
        try await run(["--steady", "3", "--dead", "1"]) { terminal in
            try await terminal.expect("3 up", timeout: 60)
            // What is down comes first.
            try await terminal.expect("▸[^\n]*dead-1", timeout: 60)
            try await terminal.send(">")
            try await terminal.expect("by name", timeout: 60)
            try await terminal.send("<DOWN><ENTER>")
            try await terminal.expect("CONNECTED +steady-1", timeout: 60)
            try await terminal.send("<RIGHT>")
            try await terminal.expect("CONNECTED +steady-2", timeout: 60)
            try await terminal.send("<LEFT><LEFT>")
            try await terminal.expect(" dead-1 ", timeout: 60)
            try await terminal.send("<ESC>")
            try await terminal.expect("▸[^\n]*dead-1", timeout: 60)
            try await terminal.send("/dy-3")
            try await terminal.expect("1 of 4 hosts", timeout: 60)
            try await terminal.send("<ENTER><ENTER>")
            try await terminal.expect("CONNECTED +steady-3", timeout: 60)
            // A frame may come in pieces: the table is gone when its last line is.
            try await terminal.expectGone("1 of 4 hosts", timeout: 60)
            try await terminal.send("<ESC>")
            try await terminal.expect("1 of 4 hosts", timeout: 60)
            try await terminal.send("?")
            try await terminal.expect("Several hosts", timeout: 60)
            try await terminal.send("<ESC>")
            try await terminal.expectGone("Several hosts", timeout: 60)
            try await terminal.send("<ESC>")
            try await terminal.expectGone("of 4 hosts", timeout: 60)
        }
    }

    @Test("at every size, with few signs and without colour", arguments: [(120, 40), (80, 24), (30, 8), (20, 3)])
    func sizes(columns: Int, rows: Int) async throws {
        try await run(
            ["--steady", "2"], columns: columns, rows: rows, options: ["--ascii", "--no-color"]
        ) { terminal in
            try await terminal.expect("[*] 2 up", timeout: 60)
            let screen = try await terminal.expect(">\\* ste[^\n]*[0-9]%", timeout: 60)
            #expect(screen.joined().utf8.allSatisfy { $0 < 0x7F })
        }
    }

    @Test("a hundred hosts, ten of them dead, five that come and go, one that floods: keys are answered")
    func hundred() async throws {
        try await run(["--steady", "84", "--flapping", "5", "--flooding", "1", "--dead", "10"]) { terminal in
            try await terminal.expect("1-[0-9]+/100", timeout: 60)
            try await terminal.expect("(8[4-9]|90) up", timeout: 60)
            try await terminal.send("/flooding<ENTER><ENTER>")
            try await terminal.expect("CONNECTED +flooding-1", timeout: 60)
            try await terminal.send("<ESC>")
            try await terminal.expect("1 of 100 hosts", timeout: 60)
            try await terminal.send("<ESC>")
            try await terminal.expectGone("of 100 hosts", timeout: 60)
            try await terminal.send("/steady-84<ENTER><ENTER>")
            try await terminal.expect("CONNECTED +steady-84", timeout: 60)
            try await terminal.send("s")
            try await terminal.expect("Disconnections +0", timeout: 60)
            try await terminal.send("<ESC>")
            try await terminal.expectGone("Disconnections", timeout: 60)
            try await terminal.send("<ESC>")
            try await terminal.expect("1 of 100 hosts", timeout: 60)
        }
    }
}
