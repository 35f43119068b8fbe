import Foundation
import Testing

/// What the documentation says is there, and what the manual has is in it.
struct DocumentationTests {
    private static let names = "Sources/MonitoringWebSocketClient/Documentation.docc/ManualNames.md"

    @Test func everyManualNameHasACounterpartThatExists() throws {
        let rows = try MarkdownTable.rows(of: Repository.text(Self.names), heading: "Manual")
        let declared = try Self.declaredNames()
        for row in rows {
            #expect(row.count == 2 && row.allSatisfy { !$0.isEmpty }, "\(row)")
            for name in Self.names(in: row.last ?? "") {
                let isDeclared = declared.contains(name)
                #expect(isDeclared, "\(name) in \(row)")
            }
        }
    }

    @Test(.needsSharedFiles)
    func everyNameOfTheManualHasARow() throws {
        let manual = try Repository.shared("manual/client-manual.txt")
        let reference = try Self.part(of: manual, from: "API Reference", to: "Communication Protocol")
        let statistics = try Self.part(of: manual, from: "Statistics Structure", to: "Statistics Monitoring")
        let events = try Self.part(of: manual, from: "Event Types", to: "Event Handler")
        let messages = try Self.part(of: manual, from: "Message Format", to: "Connection Message")
        var names: Set<String> = []
        func add(_ pattern: String, in text: String) throws {
            names.formUnion(text.matches(of: try Regex(pattern)).compactMap { $0[1].substring.map(String.init) })
        }
        try add(#"(?:def|class) (\w+)\("#, in: reference)
        try add(#"(?m)^\s+(\w+): (?:str|bool|float|int|Optional|Callable|Dict)\b"#, in: reference)
        try add(#"(?m)^\s+(on_\w+|\w+_timeout)="#, in: manual)
        try add(#"client\.(\w+)\("#, in: manual)
        try add(#"ClientState\.(\w+)"#, in: manual)
        try add(#"(?m)^([A-Z][A-Z_]+) = "#, in: manual)
        try add(#"export (\w+)="#, in: manual)
        try add(#""(\w+)":"#, in: statistics)
        try add(#""(\w+)":"#, in: messages)
        try add(#"(?m)^(\w+_\w+) "#, in: events)
        // A constructor is there under its type's name; the others belong to examples.
        names.subtract(["__init__", "handle_monitoring", "log"])
        let rows = try MarkdownTable.rows(of: Repository.text(Self.names), heading: "Manual")
        let shown = Set(rows.compactMap(\.first).joined(separator: " ").matches(of: /\w+/).map { String($0.output) })
        #expect(names.count > 100)
        #expect(names.subtracting(shown).sorted() == [])
    }

    /// The text between two headings, each the last of its name: the first is in the table of contents.
    private static func part(of text: String, from start: String, to end: String) throws -> String {
        let from = try #require(text.range(of: "\n\(start)\n", options: .backwards)).upperBound
        let rest = text[from...]
        return String(rest[..<(try #require(rest.range(of: "\n\(end)\n")).lowerBound)])
    }

    /// The names in a cell's code: `MonitoringClient.start()` has two. An option of the command stands for itself.
    private static func names(in cell: String) -> [String] {
        MarkdownTable.code(in: cell).filter { !$0.hasPrefix("--") && !$0.contains(" ") }
            .flatMap { $0.split { !$0.isLetter && !$0.isNumber } }.map(String.init)
            .filter { $0 != "init" && $0.first?.isNumber == false }
    }

    /// Every name that the sources declare, parameters among them.
    private static func declaredNames() throws -> Set<String> {
        let keywords: Set = ["func", "var", "let", "case", "class", "struct", "enum", "protocol", "typealias", "actor"]
        var names: Set<String> = []
        for (_, text) in try Repository.swiftFiles(in: "Sources") {
            var word: [UInt8] = []
            var previous = ""
            for byte in text.utf8 {
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
}
