import Foundation
import Testing

/// `ManualItems.md` names, for each of the manual's items, the test that shows it.
struct ManualItemTests {
    private struct Row: Hashable {
        var section: String
        var item: String
        /// Whether the original keeps it: works, differs or missing.
        var original: String
    }

    private static let list = "Tests/MonitoringWebSocketClientTests/Library/ManualItems.md"

    @Test func everyItemHasATestThatExists() throws {
        let files = try Repository.swiftFiles(in: "Tests")
        let all = files.values.joined()
        let rows = try MarkdownTable.rows(of: Repository.text(Self.list), heading: "Item")
        #expect(rows.count == 277)
        for row in rows {
            let tests = MarkdownTable.code(in: row.last ?? "")
            #expect(row.count == 3 && !tests.isEmpty, "\(row)")
            for test in tests {
                let isThere =
                    if test.contains(" ") {
                        // Its name is a sentence.
                        all.contains("func `\(test)`(")
                    } else {
                        Self.isDeclared(test, in: files)
                    }
                #expect(isThere, "\(test) of \(row)")
            }
        }
    }

    @Test(.needsSharedFiles)
    func noItemIsMissing() throws {
        let ours = Self.rows(of: try Repository.text(Self.list), itemAt: 0, originalAt: 1)
        let theirs = Self.rows(of: try Repository.shared("manual-items.md"), itemAt: 0, originalAt: 2)
        #expect(theirs.count == 277)
        #expect(ours == theirs)
    }

    /// `Suite.function`, in a file that has both.
    private static func isDeclared(_ test: String, in files: [String: String]) -> Bool {
        let parts = test.split(separator: ".")
        guard parts.count == 2 else { return false }
        return files.values.contains { text in
            (text.contains("struct \(parts[0]) {") || text.contains("extension \(parts[0]) {"))
                && text.contains("func \(parts[1])(")
        }
    }

    /// The rows of items, whose first cell is code, with the section that each is in.
    private static func rows(of text: String, itemAt item: Int, originalAt original: Int) -> [Row] {
        var section = ""
        var rows: [Row] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("## ") { section = String(line.dropFirst(3)) }
            guard line.hasPrefix("| `"), let cells = MarkdownTable.cells(of: line), cells.count > original else {
                continue
            }
            rows.append(
                Row(
                    section: section, item: cells[item],
                    original: cells[original].trimmingCharacters(in: ["*"])))
        }
        return rows
    }
}
