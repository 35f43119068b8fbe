import Dashboard
import Foundation
import Testing

/// The README is made of what the program says of itself.
struct ReadmeTests {
    private let readme: String

    init() throws {
        readme = try String(contentsOf: TestTools.packageRoot.appending(path: "README.md"), encoding: .utf8)
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
        let documented = Set(rows.flatMap { row in
            row.split(separator: "|")[0].matches(of: /--[a-z][a-z-]+/).map { String($0.output) }
        })
        #expect(offered == documented)
    }
}
