import Foundation
import MonitoringDatabase
import MonitoringMessages
import Testing

/// `--database` and `history` as a person uses them.
@Suite(.serialized)
struct DatabaseTests {
    private typealias Result = (status: Int32, output: String, error: String)

    private func client(_ arguments: [String]) async throws -> Result {
        try await RunningProgram(TestTools.client, arguments).finish()
    }

    /// Plays ten minutes of a busy machine into a database.
    private func replay(into database: String, _ folder: borrowing TemporaryFolder) async throws -> Result {
        let file = try folder.file("recording.jsonl", TenMinutes.recording)
        return try await client(["--replay", file, "--speed", "1000", "--database", database, "--stats"])
    }

    private func rows(_ database: String, _ arguments: [String] = []) async throws -> [[String: Any]] {
        let (status, output, error) = try await client(["history", "--database", database, "-f", "jsonl"] + arguments)
        #expect(status == 0, "\(error)")
        return try output.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    @Test("what was received is in the database, and history prints it")
    func storedAndPrinted() async throws {
        let folder = try TemporaryFolder()
        let database = folder("new/samples.db")
        let (status, _, error) = try await replay(into: database, folder)
        #expect(status == 0)
        #expect(error.contains("\nSamples: \(TenMinutes.count) written, 0 lost\n"), "\(error)")
        let mode = try FileManager.default.attributesOfItem(atPath: database)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let rows = try await rows(database)
        #expect(rows.map { $0["cpu_usage"] as? Double } == TenMinutes.samples.map { $0.processor?.usagePercent })
        #expect(rows.map { $0["ram_usage"] as? Double } == TenMinutes.samples.map { $0.memory?.usagePercent })
        #expect(rows.map { $0["disk_usage"] as? Double } == TenMinutes.samples.map { $0.disk?.usagePercent })
        #expect(rows.map { $0["gpu_usage"] as? Double } == TenMinutes.samples.map { $0.gpus.first?.usagePercent })
        #expect(rows.allSatisfy { $0["server"] as? String == "ws://ten-minutes.example:8765" })
        #expect(rows.map { $0["id"] as? Int } == Array(1...TenMinutes.count))
        #expect(
            rows.first.map { Set($0.keys) } == [
                "id", "timestamp", "server", "cpu_usage", "ram_usage", "disk_usage", "gpu_usage",
            ])
    }

    /// A row with a GPU of an hour ago, one without of two, and one of two days.
    private func smallDatabase(_ folder: borrowing TemporaryFolder) throws -> String {
        let database = try SampleDatabase(path: folder("samples.db"), access: .writing)
        let now = Int64(Date.now.timeIntervalSince1970)
        for (hours, gpu) in [(48, nil), (2, nil), (1, 15.0)] as [(Int64, Double?)] {
            try database.append([
                StoredSample(
                    time: WallTime(nanosecondsSinceEpoch: (now - hours * 3600) * 1_000_000_000),
                    server: "ws://h\(hours)",
                    cpuUsage: 45.2, ramUsage: 62.8, diskUsage: nil, gpuUsage: gpu)
            ])
        }
        database.close()
        return folder("samples.db")
    }

    @Test(
        "each format has time and server, oldest first",
        arguments: [
            (
                "simple",
                #"DATE ws://h2 CPU: 45.2% \| RAM: 62.8% \| Disk: –\nDATE ws://h1 CPU: 45.2% \| RAM: 62.8% \| Disk: – \| GPU: 15.0%\n"#
            ),
            (
                "compact",
                #"\[DATE\] ws://h2 CPU:45% │ RAM:63% │ DSK:–\n\[DATE\] ws://h1 CPU:45% │ RAM:63% │ DSK:– │ GPU:15%\n"#
            ),
            (
                "detailed",
                #"=== Monitoring System - DATE ===\nServer: ws://h2\n(.*\n){9}=== Monitoring System - DATE ===\nServer: ws://h1\n(.*\n)+"#
            ),
            (
                "json",
                #"\{\n  "id": 2,\n  "timestamp": ".*",\n  "server": "ws://h2",\n(  .*\n){4}\}\n\{\n  "id": 3,\n(  .*\n)+\}\n"#
            ),
            ("jsonl", #"\{"id": 2, "timestamp": ".*", .*"gpu_usage": null\}\n\{"id": 3, .*\}\n"#),
        ])
    func formats(name: String, pattern: String) async throws {
        let folder = try TemporaryFolder()
        let database = try smallDatabase(folder)
        let (status, output, error) = try await client(["history", "--database", database, "-f", name])
        #expect(status == 0)
        #expect(error.isEmpty)
        let regex = try Regex(pattern.replacing("DATE", with: #"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"#))
        #expect(output.wholeMatch(of: regex) != nil, "\(output)")
    }

    @Test("--hours and --server choose, and nothing found is said")
    func choosing() async throws {
        let folder = try TemporaryFolder()
        let database = try smallDatabase(folder)
        #expect(try await rows(database, ["--hours", "1.5"]).count == 1)
        #expect(try await rows(database, ["--hours", "72"]).count == 3)
        #expect(try await rows(database, ["--hours", "72", "--server", "ws://h48"]).map { $0["id"] as? Int } == [1])
        let (status, output, error) = try await client(["history", "--database", database, "--server", "other"])
        #expect(status == 0)
        #expect(output.isEmpty)
        #expect(error.contains("no samples of 'other' in the last 24 hours"))
        // The configuration's database.
        let configured = try await RunningProgram(
            TestTools.client, ["history"], environment: ["MONITORING_DATABASE": database]
        ).finish()
        #expect(configured.output.split(separator: "\n").count == 2)
    }

    @Test("bad input is told, with 64")
    func badInput() async throws {
        let folder = try TemporaryFolder()
        let text = try folder.file("text", String(repeating: "no database\n", count: 400))
        let cases: [([String], String)] = [
            (["history"], "'--database FILE'"),
            (["history", "--database", folder("missing")], "missing: the database cannot be opened: No such file"),
            (["history", "--database", text], "no SQLite database"),
            (["history", "--database", folder.path], "not a regular file"),
            (["history", "--database", text, "--hours", "-1"], "'--hours': the value '-1' is invalid: allowed is"),
            (["history", "--database", text, "--hours", "nan"], "'--hours'"),
            (["history", "--database", text, "-f", "xml"], "'--format'"),
            (["history", "--nope"], "--nope"),
            (["--no-color", "history"], "'history' is to come first"),
            (["--database-retention", "30d"], "'--database FILE'"),
            (["--database", ""], "'--database'"),
        ]
        for (arguments, part) in cases {
            let (status, output, error) = try await client(arguments)
            #expect(status == 64, "\(arguments)")
            #expect(output.isEmpty)
            #expect(error.contains(part), "\(error)")
        }
        for age in ["", "30", "d", "0d", "-1d", "1.5d", "30y", "5201w", "99999999999999999999d"] {
            let (status, _, error) = try await client(["--database", text, "--database-retention", age])
            #expect(status == 64)
            #expect(error.contains("such as 30d"), "\(age): \(error)")
        }
    }

    @Test("help and manual page have it")
    func help() async throws {
        let help = try await client(["history", "--help"])
        #expect(help.status == 0)
        for option in ["--database", "--hours", "--server", "--format"] { #expect(help.output.contains(option)) }
        #expect(try await client(["--help"]).output.contains("  history "))
        let page = try await client(["--print-man-page"]).output
        #expect(page.contains(".SH HISTORY\n"))
        #expect(page.contains("\\fB\\-\\-hours <n>\\fR"))
    }

    @Test("old samples are removed as told")
    func retention() async throws {
        let folder = try TemporaryFolder()
        let database = try smallDatabase(folder)
        let run = try RunningProgram(
            TestTools.client, ["--local", "--database", database, "--database-retention", "90m"])
        defer { run.kill() }
        _ = try await run.lines(1)
        run.send(signal: SIGTERM)
        #expect(try await run.finish().status == 0)
        let servers = try await rows(database, ["--hours", "100"]).compactMap { $0["server"] as? String }
        #expect(servers.first == "ws://h1")
        #expect(Set(servers.dropFirst()) == ["localhost"])
    }

    @Test("a locked database is told once, and all samples are there once it is free")
    func locked() async throws {
        let folder = try TemporaryFolder()
        let database = try smallDatabase(folder)
        let script = """
            import sqlite3, signal
            connection = sqlite3.connect('\(database)', isolation_level=None)
            connection.execute('BEGIN IMMEDIATE')
            print('locked', flush=True)
            signal.pause()
            """
        let other = try RunningProgram(["/usr/bin/env", "python3", "-c", script])
        defer { other.kill() }
        try await other.wait(for: "locked\n")
        let run = try RunningProgram(TestTools.client, ["--local", "-f", "jsonl", "--database", database, "--stats"])
        defer { run.kill() }
        let told = try await run.wait(for: "not stored: ", in: .error)
        #expect(told.contains("locked by another program"))
        _ = try await run.lines(2)
        other.kill()
        try await run.wait(for: "stored again: ", in: .error)
        run.send(signal: SIGINT)
        let (status, output, error) = try await run.finish()
        #expect(status == 0)
        #expect(error.components(separatedBy: "not stored: ").count == 2)
        #expect(try await rows(database).count == 2 + output.split(separator: "\n").count)
    }

    @Test("a full disk is told once, and all samples are there once it has room", .needsMounts)
    func fullForAWhile() async throws {
        let folder = try TemporaryFolder()
        // Each line that comes through the pipe is a step on.
        let script = """
            set -e
            disk='\(folder("disk"))'
            mkdir "$disk"
            mkfifo '\(folder("steps"))'
            mount -t tmpfs -o size=256k none "$disk"
            head -c 1M /dev/zero > "$disk/fill" 2> /dev/null || true
            '\(TestTools.client.path)' --local --stats --database "$disk/samples.db" -f jsonl > '\(folder("output"))' &
            read step < '\(folder("steps"))'
            rm "$disk/fill"
            read step < '\(folder("steps"))'
            kill -INT $!
            wait $!
            '\(TestTools.client.path)' history --database "$disk/samples.db" -f jsonl
            """
        let run = try RunningProgram(Confinement.withMounts(["/bin/bash", "-c", script]))
        defer { run.kill() }
        func step() async throws {
            _ = try await RunningProgram(["/bin/bash", "-c", "echo > '\(folder("steps"))'"]).finish()
        }
        let told = try await run.wait(for: "not stored: ", in: .error)
        #expect(told.contains("no room left"), "\(told)")
        try await step()
        try await run.wait(for: "stored again: ", in: .error, within: 60)
        try await step()
        let (status, output, error) = try await run.finish()
        #expect(status == 0, "\(error)")
        #expect(error.components(separatedBy: "not stored: ").count == 2)
        let printed = try String(contentsOfFile: folder("output"), encoding: .utf8).split(separator: "\n").count
        #expect(output.split(separator: "\n").count == printed)
        #expect(error.contains("\"samples_lost\": 0"), "\(error)")
    }

    @Test("a file that may not grow is told once, and what is missing counted")
    func full() async throws {
        let folder = try TemporaryFolder()
        let database = folder("samples.db")
        let script = "ulimit -f 4; exec '\(TestTools.client.path)' --local -d 3 --database '\(database)' --stats"
        let (status, output, error) = try await RunningProgram(["/bin/bash", "-c", script]).finish()
        #expect(status == 73)
        #expect(error.components(separatedBy: "not stored: ").count == 2, "\(error)")
        let count = output.split(separator: "\n").count
        #expect(error.contains("\nSamples: 0 written, \(count) lost\n"), "\(error)")
        #expect(error.contains("\(count) samples are missing from the database"))
    }

    @Test("a database that may only be read is told once", .needsOtherUser)
    func readOnly() async throws {
        let folder = try TemporaryFolder()
        let database = try smallDatabase(folder)
        #expect(chmod(folder.path, 0o755) == 0)
        #expect(chmod(database, 0o644) == 0)
        let program = try await folder.copy(of: TestTools.fullClient)
        let (status, output, error) = try await RunningProgram(
            Confinement.asNobody([program, "--local", "-d", "3", "--database", database])
        ).finish()
        #expect(status == 73)
        #expect(!output.isEmpty)
        #expect(error.components(separatedBy: "not stored: ").count == 2, "\(error)")
        #expect(error.contains("may only be read"))
    }

    @Test("the graphs begin with what the database has of the same server", .needsTerminalDriver)
    func rememberedOnScreen() async throws {
        let folder = try TemporaryFolder()
        let database = try SampleDatabase(path: folder("samples.db"), access: .writing)
        let now = Int64(Date.now.timeIntervalSince1970)
        for (server, hours) in [("localhost", 5), ("ws://other:8765", 3)] as [(String, Int64)] {
            try database.append(
                (0..<30).map { second in
                    StoredSample(
                        time: WallTime(nanosecondsSinceEpoch: (now - hours * 3600 + second) * 1_000_000_000),
                        server: server, cpuUsage: 100, ramUsage: 50)
                })
        }
        database.close()
        let command = [TestTools.client.path, "--local", "--database", folder("samples.db")]
        try await TerminalDriver.run(command, columns: 140, rows: 40) { terminal in
            try await terminal.expect("CPU.*from [45]h [0-9]+m ago", timeout: 30)
            try await terminal.expect("Memory +[0-9.]+%", timeout: 30)
            try await terminal.send("q")
            #expect(try await terminal.waitExit().status == 0)
        }
        let rows = try await rows(folder("samples.db"))
        #expect(rows.count > 60)
    }

    @Test("a file of something else is told on the screen, which goes on, and is not touched", .needsTerminalDriver)
    func foreignOnScreen() async throws {
        let folder = try TemporaryFolder()
        let text = String(repeating: "no database\n", count: 400)
        let file = try folder.file("text", text)
        let command = [TestTools.client.path, "--local", "--database", file]
        try await TerminalDriver.run(command, columns: 140, rows: 40) { terminal in
            try await terminal.expect("not stored: .*no SQLite database", timeout: 30)
            try await terminal.expect("Memory +[0-9.]+%", timeout: 30)
            try await terminal.expect("NOT STORED")
            try await terminal.send("s")
            try await terminal.expect(
                "(?s)Database.*Samples +0 written, [0-9]+ waiting, 0 dropped.*Last error .*no SQLite database")
            try await terminal.send("q")
            let exit = try await terminal.waitExit()
            #expect(exit.status == 73)
            #expect(exit.notRestored == [])
        }
        #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
    }
}
