import Dashboard
import Foundation
import Testing

/// The README is made of what the program says of itself.
struct ReadmeTests {
    private let readme: String

    init() throws {
        readme = try Self.text("README.md")
    }

    @Test("the key table is the program's")
    func keys() {
        #expect(readme.contains(KeyBindings.markdownTable))
    }

    @Test("every option of --help has a row, and every row's option is in --help")
    func options() async throws {
        let help = try await RunningProgram(TestTools.client, ["--help"]).finish().output
        let offered = Set(help.matches(of: /--[a-z][a-z-]+/).map { String($0.output) })
        let rows = readme.split(separator: "\n").filter { $0.hasPrefix("| `--") }
        let documented = Set(
            rows.flatMap { row in
                row.split(separator: "|")[0].matches(of: /--[a-z][a-z-]+/).map { String($0.output) }
            })
        #expect(offered == documented)
    }

    @Test("both commands install what the package links")
    func requirements() {
        let libraries = readme.split(separator: "\n").filter { $0.contains("apt-get install") }.map { command in
            command.split(separator: " ").filter { $0.hasSuffix("-dev") }.sorted()
        }
        #expect(libraries.count == 2)
        #expect(libraries.first == libraries.last)
        #expect(libraries.first?.isEmpty == false)
    }

    @Test("the library's program is the one that is built, and prints the processor's usage")
    func libraryProgram() async throws {
        let program = try Self.text("Tests/PrintCPU/main.swift")
        #expect(program.split(separator: "\n", omittingEmptySubsequences: false).count < 20)
        let page = try Self.text("Sources/MonitoringWebSocketClient/Documentation.docc/GettingStarted.md")
        for text in [readme, page] { #expect(text.contains("```swift\n\(program)```\n")) }
        try await ServerProgram.with(["--interval", "0.2"]) { server in
            // Its lines come as they are printed, not when there are some thousand bytes of them.
            let printed = try RunningProgram(["/usr/bin/stdbuf", "-oL", TestTools.libraryProgram.path, server.uri])
            defer { printed.kill() }
            for line in try await printed.lines(2) { #expect(line.wholeMatch(of: /CPU: \d+\.\d+%/) != nil, "\(line)") }
        }
    }

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: TestTools.packageRoot.appending(path: path), encoding: .utf8)
    }
}
