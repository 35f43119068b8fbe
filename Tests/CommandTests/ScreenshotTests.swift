import Foundation
import Testing

/// The texts in `Screenshots/`, each beside a picture that was taken with it, are what the program shows.
/// `Screenshots/make.sh` makes both anew.
@Suite(.serialized, .needsTerminalDriver)
struct ScreenshotTests {
    /// A line of `Screenshots/scenes`, which says what the columns are.
    struct Scene: Sendable, CustomTestStringConvertible {
        var name: String
        var columns: Int
        var rows: Int
        var source: String
        var options: [String]
        var until: String
        var keys: String
        var then: String

        var testDescription: String { name }

        /// Whether a server is to play the recording, because a replay knows no countdown.
        var isServed: Bool { source.hasPrefix("serve ") }
        /// Whether several servers are to play recordings; its figures are those of the moment, which no text can tell.
        var isOfHosts: Bool { source.hasPrefix("hosts ") }

        var recording: String {
            let name = source.split(separator: " ").last ?? ""
            return ScreenshotTests.folder.appending(path: "recordings/\(name).jsonl").path
        }

        /// What its text file says.
        func text() throws -> String {
            let file = ScreenshotTests.folder.appending(path: "\(name).txt")
            return try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .newlines)
        }

        init?(line: Substring) {
            let fields = line.split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard fields.count == 8 else { return nil }
            let size = fields[1].split(separator: "x").compactMap { Int($0) }
            guard size.count == 2 else { return nil }
            (name, columns, rows) = (fields[0], size[0], size[1])
            (source, options) = (fields[3], fields[4].split(separator: " ").map(String.init))
            (until, keys, then) = (fields[5], fields[6], fields[7])
        }

        static let all: [Scene] = {
            let table =
                (try? String(contentsOf: ScreenshotTests.folder.appending(path: "scenes"), encoding: .utf8)) ?? ""
            return table.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap(Scene.init)
        }()
    }

    private static let folder = TestTools.packageRoot.appending(path: "Screenshots")
    /// Enough on a machine that has much else to do.
    private static let patience = 60.0

    @Test func `Each scene has a picture and a text, and nothing else has`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        let names = Scene.all.map(\.name).sorted()
        #expect(!names.isEmpty)
        for ending in [".png", ".txt"] {
            #expect(files.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }.sorted() == names)
        }
    }

    @Test(arguments: Scene.all.filter { !$0.isServed && !$0.isOfHosts })
    func `A replay shows what its text says, to the letter`(scene: Scene) async throws {
        let text = try scene.text()
        // What is shown does not depend on the speed; the pictures are taken at another.
        try await expect(scene, ["--replay", scene.recording, "--speed", "30"], regex: Self.escaped(text), text)
    }

    /// A live link has lengths of time in it: they, times of day, rates and the port may differ, and the blanks, lines and
    /// graph cells beside them.
    @Test(
        .enabled(if: PublishedServer.isInstalled, Comment(rawValue: TestTools.missing("Python with websockets"))),
        arguments: Scene.all.filter(\.isServed))
    func `A lost server shows what its text says`(scene: Scene) async throws {
        let python = try #require(TestTools.tool("python"))
        let script = Self.folder.appending(path: "serve.py").path
        let server = try RunningProgram(python, [script, scene.recording])
        defer { server.kill() }
        let uri = try #require(try await server.lines(1).first)
        let text = try scene.text()
        try await expect(scene, ["--uri", uri], regex: try Self.regex(matching: text), text)
    }

    private func expect(_ scene: Scene, _ source: [String], regex: String, _ text: String) async throws {
        let command = [TestTools.client.path] + source + scene.options
        try await TerminalDriver.run(command, columns: scene.columns, rows: scene.rows) { terminal in
            try await terminal.expect(scene.until, timeout: Self.patience)
            if !scene.keys.isEmpty { try await terminal.send(scene.keys) }
            do {
                try await terminal.expect(#"\A"# + regex + #"\s*\Z"#, timeout: Self.patience)
            } catch is TerminalDriver.Failure {
                let shown = try await terminal.screen()
                #expect(shown == text.components(separatedBy: "\n"), "\(scene.name): take the pictures anew?")
            }
        }
    }

    private static func escaped(_ text: String) -> String {
        NSRegularExpression.escapedPattern(for: text)
    }

    private static let variables = [
        #"\d\d:\d\d:\d\d"#, #"\b(?:\d+[dhm] )*\d+(?:\.\d)? ?[dhms]\b"#, #"\d+(?:\.\d)? msg/s"#, #"127\.0\.0\.1:\d+"#,
        #"(?:[ ─\u2800-\u28FF·]|\d+[dhms]){2,}"#,
    ]

    /// A regular expression for what differs from `text` only in the variables.
    private static func regex(matching text: String) throws -> String {
        let variable = try NSRegularExpression(pattern: variables.map { "(\($0))" }.joined(separator: "|"))
        var regex = ""
        var position = text.startIndex
        for match in variable.matches(in: text, range: NSRange(text.startIndex..., in: text)) {
            guard let range = Range(match.range, in: text),
                let index = variables.indices.first(where: { match.range(at: $0 + 1).location != NSNotFound })
            else { continue }
            regex += escaped(String(text[position..<range.lowerBound])) + variables[index]
            position = range.upperBound
        }
        return regex + escaped(String(text[position...]))
    }
}
