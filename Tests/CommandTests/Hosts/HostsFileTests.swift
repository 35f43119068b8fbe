import Foundation
import Testing

/// `--hosts FILE`: what is in it, and what is wrong with it.
struct HostsFileTests {
    private static let refused: [(String, Int, [String])] = [
        ("", 1, ["no host", "at least one"]),
        ("# only comments\n\n", 1, ["no host"]),
        ("web-1\n", 1, ["no URI", "[NAME] URI"]),
        ("\nweb 1 ws://h\n", 2, ["no URI", "[NAME] URI"]),
        ("ws://h\nhttp://h\n", 2, ["ws:// or wss://"]),
        ("a ws://h:99999\n", 1, ["99999", "65535"]),
        ("a ws://h tint=pink\n", 1, ["'pink'", "red, green, yellow, blue, magenta, cyan"]),
        ("a ws://h tint=red tint=blue\n", 1, ["after the URI"]),
        ("a ws://h Bearer-12345\n", 1, ["after the URI", "header="]),
        ("a ws://h header=\"no colon\"\n", 1, ["header", "'Name: value'"]),
        ("a ws://h header=\"Host: x\"\n", 1, ["header", "Host"]),
        ("a ws://h header=\"A: b\n", 1, ["quote"]),
        ("a ws://h1\nb ws://h2\na ws://h3\n", 3, ["'a'", "line 1"]),
        ("a ws://h/x\n\nb ws://H/x\n", 3, ["ws://H/x", "listed twice", "line 1"]),
        ("a ws://me:hunter2@h\nb ws://h\n", 2, ["listed twice"]),
        ("\"a\u{1B}[2J\" ws://h\n", 1, ["name", "control character"]),
        ("\u{202E}a ws://h\n", 1, ["name", "control character"]),
        ("\(longName) ws://h\n", 1, ["name", "64"]),
        (tooMany, 1001, ["1001 hosts", "1000"]),
    ]

    private static let longName = String(repeating: "x", count: 65)
    private static let tooMany = (0...1000).map { "ws://h\($0)\n" }.joined()

    @Test("a mistake in a hosts file: status 78, one line with file, line and what is allowed", arguments: refused)
    func mistakes(text: String, line: Int, parts: [String]) async throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("hosts", text)
        let (status, output, error) = try await RunningProgram(TestTools.client, ["--hosts", file]).finish()
        #expect(status == 78)
        #expect(output.isEmpty)
        let lines = error.split(separator: "\n")
        #expect(lines.count == 1)
        #expect(error.contains("\(file):\(line): "), "\(error)")
        for part in parts { #expect(error.contains(part), "\(error)") }
        #expect(!error.contains("hunter2") && !error.contains("12345") && !error.contains("\u{1B}"))
    }

    @Test("a file that is not there")
    func missing() async throws {
        let (status, _, error) = try await RunningProgram(TestTools.client, ["--hosts", "/no/such/file"]).finish()
        #expect(status == 78)
        #expect(error.contains("/no/such/file: the file cannot be read: No such file"))
    }

    @Test("hosts are named, quoted, tinted and commented; a list in the configuration says the same")
    func accepted() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.file(
            "hosts",
            """
            # all machines
            web-1 ws://127.0.0.1:1/a tint=green # the first

            "db \\"1\\"" wss://127.0.0.1:1/b header="X-Key: hunter2" header=X-Team:ops
            ws://127.0.0.1:1/c
            """)
        let (_, _, error) = try await RunningProgram(
            TestTools.client, ["--hosts", file, "--no-reconnect", "--format", "compact"]
        ).finish()
        for name in ["web-1", "db \"1\"", "127.0.0.1"] { #expect(error.contains("\n\(name) "), "\(error)") }

        let list = try folder.file(
            "config.yaml",
            """
            hosts:
              - web-1 ws://127.0.0.1:1/a tint=green
              - {name: db 1, uri: 'wss://me:hunter2@127.0.0.1:1/b', headers: ['X-Key: hunter2']}
            """)
        let (status, report, _) = try await RunningProgram(TestTools.client, ["--config", list, "--print-config"])
            .finish()
        #expect(status == 0)
        #expect(report.contains("hosts: [\"\\\"web-1\\\" ws://127.0.0.1:1/a\", \"\\\"db 1\\\" wss://127.0.0.1:1/b\"]"))
        #expect(!report.contains("hunter2"))
        #expect(report.contains(/(?m)^backoff: exponential +# default for several hosts$/))
        let chosen = try await RunningProgram(
            TestTools.client, ["--config", list, "--backoff", "fixed", "--print-config"]
        ).finish().output
        #expect(chosen.contains(/(?m)^backoff: fixed +# option --backoff$/))
        let one = try await RunningProgram(TestTools.client, ["--uri", "ws://a", "--print-config"]).finish().output
        #expect(one.contains(/(?m)^backoff: fixed +# default$/))
        // An option wins over the list.
        let (_, other, _) = try await RunningProgram(
            TestTools.client, ["--config", list, "--uri", "ws://a", "--uri", "ws://b", "--print-config"]
        ).finish()
        #expect(other.contains("uri: [\"ws://a\", \"ws://b\"]"))
        #expect(other.contains("# hosts:"))
    }
}
