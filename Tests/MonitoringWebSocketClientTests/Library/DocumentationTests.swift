import Foundation
import Testing

@testable import MonitoringWebSocketClient

/// What the documentation says is there.
struct DocumentationTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// Cells of the tables in a text, without their headings.
    private static func rows(of text: String) -> [[String]] {
        text.split(separator: "\n").filter { $0.hasPrefix("|") }.map { line in
            line.replacing("\\|", with: "¦").split(separator: "|", omittingEmptySubsequences: false).dropFirst()
                .dropLast().map { $0.trimmingCharacters(in: .whitespaces) }
        }
        .filter { row in !row.allSatisfy { $0.allSatisfy { $0 == "-" } } }
    }

    /// Every name that the sources declare, parameters among them.
    private static func declaredNames() throws -> Set<String> {
        let folder = root.appending(path: "Sources").resolvingSymlinksInPath()
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        let keywords: Set = ["func", "var", "let", "case", "class", "struct", "enum", "protocol", "typealias", "actor"]
        var names: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            var word: [UInt8] = []
            var previous = ""
            for byte in try Data(contentsOf: file) {
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    word.append(byte)
                default:
                    guard !word.isEmpty else { continue }
                    let name = String(decoding: word, as: UTF8.self)
                    if keywords.contains(previous) || byte == UInt8(ascii: ":") { names.insert(name) }
                    previous = name
                    word = []
                }
            }
        }
        return names
    }

    @Test func everyManualNameHasACounterpartThatExists() throws {
        let path = "Sources/MonitoringWebSocketClient/Documentation.docc/ManualNames.md"
        let rows = Self.rows(of: try Self.text(path)).filter { $0.first != "Manual" }
        #expect(rows.count >= 80)
        let declared = try Self.declaredNames()
        for row in rows {
            #expect(row.count == 2 && row.allSatisfy { !$0.isEmpty }, "\(row)")
            for name in Self.names(in: row.last ?? "") {
                let isDeclared = declared.contains(name)
                #expect(isDeclared, "\(name) in \(row)")
            }
        }
    }

    /// The names in a cell's code: `MonitoringClient.start()` has two. An option of the command stands for itself.
    private static func names(in cell: String) -> [String] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
            .map { String($0.element) }.filter { !$0.hasPrefix("--") && !$0.contains(" ") }
            .flatMap { $0.split { !$0.isLetter && !$0.isNumber } }.map(String.init)
            .filter { $0 != "init" && $0 != "_" && $0.first?.isNumber == false }
    }

    @Test func everyManualItemHasATestThatExists() throws {
        let table = try Self.text("Tests/MonitoringWebSocketClientTests/Library/ManualItems.md")
        let rows = Self.rows(of: table).filter { $0.first != "Item" }
        #expect(rows.count == 160)
        let folder = Self.root.appending(path: "Tests").resolvingSymlinksInPath()
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        let tests = try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
            .map { try String(contentsOf: $0, encoding: .utf8) }.joined()
        for row in rows {
            let names = (row.last ?? "").split(separator: "`", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset % 2 == 1 }.compactMap { $0.element.split(separator: ".").last }
            #expect(!names.isEmpty, "\(row)")
            for name in names {
                let declaration = name.contains(" ") ? "func `\(name)`(" : "func \(name)("
                let isThere = tests.contains(declaration)
                #expect(isThere, "\(name) of \(row)")
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func theShortProgramPrintsTheProcessorsUsage() async throws {
        let program = try Self.text("Snippets/PrintCPU.swift")
        #expect(program.split(separator: "\n", omittingEmptySubsequences: false).count < 20)
        try await withLoopbackServer { uri in
            let process = Process()
            let output = Pipe()
            process.executableURL = Bundle.main.bundleURL.appending(path: "PrintCPU")
            process.arguments = [uri]
            process.standardOutput = output
            try process.run()
            // Its output comes once the C library's buffer is full: after some hundred lines.
            let text = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
            process.terminate()
            process.waitUntilExit()
            #expect(text.hasPrefix("CPU: 1.0%\nCPU: 2.0%\n"))
        }
    }
}
