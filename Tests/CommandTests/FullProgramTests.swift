import Foundation
import Testing

/// The small program, which becomes the full one for what only that one has.
struct FullProgramTests {
    @Test("the small program has neither SQLite nor an HTTP client in it, and the full one has")
    func contents() throws {
        for word in ["libsqlite3.so", "AsyncHTTPClient"] {
            for (program, hasIt) in [(TestTools.client, false), (TestTools.fullClient, true)] {
                let bytes = try Data(contentsOf: program, options: .alwaysMapped)
                #expect((bytes.range(of: Data(word.utf8)) != nil) == hasIt, "\(word) in \(program.path)")
            }
        }
    }

    @Test("without the full one beside it, what needs it says so, and all else works")
    func missing() async throws {
        let folder = try TemporaryFolder()
        let client = URL(filePath: try await folder.copy(of: TestTools.client))
        for arguments in [["--database", folder("d")], ["--alert-webhook", "http://127.0.0.1/"], ["history"]] {
            let (status, output, error) = try await RunningProgram(client, arguments).finish()
            #expect(status == 69)
            #expect(output.isEmpty)
            #expect(error.contains("\(folder("monitoring-websocket-client-full")) cannot be run: No such file"))
            #expect(error.contains("'\(arguments[0].drop { $0 == "-" })' needs the program"))
        }
        #expect(try await RunningProgram(client, ["--help"]).finish().output.contains("--database"))
        #expect(try await RunningProgram(client, ["history", "--help"]).finish().output.contains("--hours"))
    }

    @Test("a configuration that can be read only once is refused, not read as empty")
    func pipe() async throws {
        let folder = try TemporaryFolder()
        let script = "\"$0\" --config <(echo \"database: $1\") --print-config"
        let (status, output, error) = try await RunningProgram([
            "/bin/bash", "-c", script, TestTools.client.path, folder("d"),
        ]).finish()
        #expect(status == 78)
        #expect(output.isEmpty)
        #expect(error.contains("with 'database' run monitoring-websocket-client-full instead"))
    }

    @Test("it reads everything again as it was given: the variables, and a file that is a pipe")
    func environment() async throws {
        let folder = try TemporaryFolder()
        let script = "\"$0\" --header-file <(echo 'X-Mark: 1') --print-config"
        let (status, output, error) = try await RunningProgram(
            ["/bin/bash", "-c", script, TestTools.client.path], environment: ["MONITORING_DATABASE": folder("d")]
        ).finish()
        #expect(status == 0, "\(error)")
        #expect(output.contains("\nheader-file: "))
        #expect(output.contains(folder("d")))
    }
}
