import Dashboard
import Foundation
import Testing

/// A frame as a text file: its rows, then a letter for each cell's style, then what the letters mean.
enum GoldenFile {
    static let isRecording = ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1"

    static func text(_ frame: Frame) -> String {
        var letters: [CellStyle: Character] = [CellStyle(): "."]
        var legend: [String] = []
        var rows: [String] = []
        var styles: [String] = []
        for row in 0..<frame.size.rows {
            var text = ""
            var map = ""
            for column in 0..<frame.size.columns {
                let cell = frame[column, row]
                text += cell.text
                if letters[cell.style] == nil {
                    let letter = Character(UnicodeScalar(UInt8(ascii: "a") + UInt8(legend.count)))
                    letters[cell.style] = letter
                    legend.append("\(letter) \(description(cell.style))")
                }
                map.append(letters[cell.style] ?? "?")
            }
            rows.append(text)
            styles.append(map)
        }
        let header = "\(frame.size.columns)x\(frame.size.rows)"
        return ([header] + rows + ["styles"] + styles + ["legend", ". plain"] + legend).joined(separator: "\n") + "\n"
    }

    private static func description(_ style: CellStyle) -> String {
        var parts: [String] = []
        if style.foreground != .standard { parts.append("\(style.foreground)") }
        if style.background != .standard { parts.append("on \(style.background)") }
        let names: [(CellStyle.Attributes, String)] = [
            (.bold, "bold"), (.dim, "dim"), (.underline, "underline"), (.reverse, "reverse"),
        ]
        parts += names.filter { style.attributes.contains($0.0) }.map(\.1)
        return parts.isEmpty ? "plain" : parts.joined(separator: " ")
    }

    /// Compares a frame with its file; with `RECORD_GOLDEN=1` writes the file instead, and fails.
    static func check(_ frame: Frame, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Golden")
        let file = folder.appendingPathComponent("\(name).txt")
        let actual = text(frame)
        if isRecording {
            try actual.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("recorded \(name)", sourceLocation: sourceLocation)
            return
        }
        let expected = try String(contentsOf: file, encoding: .utf8)
        #expect(actual == expected, "\(name) differs:\n\(actual)", sourceLocation: sourceLocation)
    }
}
