import Foundation
import Testing

/// The texts in `Screenshots/`, each beside a picture of the same state, are what the program shows.
/// `RECORD_SCREENSHOTS=1 swift test --filter ScreenshotTests` writes them anew, and fails.
@Suite(.needsTerminalDriver)
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

        var recording: String {
            let name = source.split(separator: " ").last ?? ""
            return ScreenshotTests.folder.appending(path: "recordings/\(name).jsonl").path
        }

        var textFile: URL { ScreenshotTests.folder.appending(path: "\(name).txt") }

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
    private static let isRecording = ProcessInfo.processInfo.environment["RECORD_SCREENSHOTS"] == "1"
    /// Times and rates are masked, so that the test need not take as long as the picture.
    private static let speed = isRecording ? "1" : "10"

    @Test func `Each scene has a picture and a text, and nothing else has`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        let names = Scene.all.map(\.name).sorted()
        for ending in [".png", ".txt"] {
            #expect(files.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }.sorted() == names)
        }
    }

    @Test(arguments: Scene.all.filter { !$0.isServed })
    func `A replay shows what its text says`(scene: Scene) async throws {
        try await check(scene, ["--replay", scene.recording, "--speed", Self.speed])
    }

    @Test(
        .enabled(if: PublishedServer.isInstalled, Comment(rawValue: TestTools.missing("Python with websockets"))),
        arguments: Scene.all.filter(\.isServed))
    func `A lost server shows what its text says`(scene: Scene) async throws {
        let python = try #require(TestTools.tool("python"))
        let script = Self.folder.appending(path: "serve.py").path
        let server = try RunningProgram(python, [script, scene.recording])
        defer { server.kill() }
        let uri = try #require(try await server.lines(1).first)
        try await check(scene, ["--uri", uri])
    }

    private func check(_ scene: Scene, _ source: [String]) async throws {
        let command = [TestTools.client.path] + source + scene.options
        try await TerminalDriver.run(command, columns: scene.columns, rows: scene.rows) { terminal in
            try await terminal.expect(scene.until, timeout: 150)
            if !scene.keys.isEmpty { try await terminal.send(scene.keys) }
            // The last line is painted last.
            try await terminal.expect("\(scene.then)(?s:.)*quit")
            if Self.isRecording {
                let text = try await terminal.screen().joined(separator: "\n") + "\n"
                try text.write(to: scene.textFile, atomically: true, encoding: .utf8)
                Issue.record("recorded \(scene.name)")
                return
            }
            let expected = try String(contentsOf: scene.textFile, encoding: .utf8)
            do {
                try await terminal.expect(ScreenMask(isServed: scene.isServed).regex(matching: expected))
            } catch is TerminalDriver.Failure {
                let shown = try await terminal.screen().joined(separator: "\n") + "\n"
                #expect(shown == expected, "\(scene.name) differs, and not only in times and rates")
            }
        }
    }
}

/// What differs from one run to the next though the samples are the same.
private struct ScreenMask {
    /// Each stands for whatever else it matches.
    private let variables: [String]

    /// - Parameter isServed: Whether time passes without samples, which graphs show too.
    init(isServed: Bool) {
        variables = [
            // Times of day, but not those that the samples carry.
            #"(?<!\[)\d\d:\d\d:\d\d"#,
            // Lengths of time.
            #"\b(?:\d+[dhm] )*\d+(?:\.\d)? ?[dhms]\b"#,
            #"\d+(?:\.\d)? msg/s"#,
            // The share of time with a connection.
            #"\d+(?:\.\d)?%(?= +Bytes out)"#,
            #"127\.0\.0\.1:\d+"#,
            // What is beside a shorter or longer text.
            isServed ? #"[ ─\u2800-\u28FF·]{2,}"# : "[ ─]{2,}",
        ]
    }

    /// A regular expression for the screens that differ from `text` in nothing else.
    func regex(matching text: String) throws -> String {
        let variable = try NSRegularExpression(pattern: variables.map { "(\($0))" }.joined(separator: "|"))
        var regex = ""
        var position = text.startIndex
        for match in variable.matches(in: text, range: NSRange(text.startIndex..., in: text)) {
            guard let range = Range(match.range, in: text),
                let index = variables.indices.first(where: { match.range(at: $0 + 1).location != NSNotFound })
            else { continue }
            regex += NSRegularExpression.escapedPattern(for: String(text[position..<range.lowerBound]))
            regex += variables[index]
            position = range.upperBound
        }
        regex += NSRegularExpression.escapedPattern(for: String(text[position...]))
        return #"\A"# + regex.trimmingCharacters(in: .newlines) + #"\Z"#
    }
}
