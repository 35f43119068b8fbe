import Foundation
import Testing

@testable import MonitoringWebSocketClient

@Suite struct LineReaderTests {
    /// The lines of a file, each as its text, or `…` when it is too long.
    private func read(_ text: String, maximumBytes: Int = 10) throws -> [String] {
        let folder = try TemporaryFolder()
        try text.write(toFile: folder("file"), atomically: true, encoding: .utf8)
        var reader = LineReader(try .reading(folder("file")), maximumBytes: maximumBytes)
        var lines: [String] = []
        while let line = try reader.next() {
            switch line {
            case .text(let bytes): lines.append(String(decoding: bytes, as: UTF8.self))
            case .tooLong: lines.append("…")
            }
            #expect(reader.number == lines.count)
        }
        #expect(try reader.next() == nil)
        return lines
    }

    @Test(
        arguments: [
            ("", []), ("\n", [""]), ("a", ["a"]), ("a\n", ["a"]), ("a\n\nb", ["a", "", "b"]),
            ("0123456789\n0123456789a\nb\n", ["0123456789", "…", "b"]), ("0123456789a", ["…"]),
        ] as [(String, [String])])
    func `Lines end at line breaks, and at the end of the file`(text: String, expected: [String]) throws {
        #expect(try read(text) == expected)
    }

    @Test func `Lines go on from one read to the next`() throws {
        let long = String(repeating: "a", count: 100_000)
        let lines = (0..<3000).map { "line \($0) of many, to make several reads of it" }
        #expect(try read(lines.joined(separator: "\n"), maximumBytes: 100) == lines)
        #expect(try read("x\n\(long)\ny\n\(long)", maximumBytes: 100_000) == ["x", long, "y", long])
        #expect(try read("x\n\(long)\ny\n\(long)", maximumBytes: 99_999) == ["x", "…", "y", "…"])
        #expect(try read("x\n\(long)\ny\n\(long)", maximumBytes: 10) == ["x", "…", "y", "…"])
    }
}
