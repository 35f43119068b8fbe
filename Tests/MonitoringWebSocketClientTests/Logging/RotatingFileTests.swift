import Foundation
import Testing

@testable import MonitoringWebSocketClient

@Suite struct RotatingFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func file(
        _ name: String, _ rotation: LogRotation = LogRotation(), _ problems: Kept<LogFileError> = Kept()
    ) throws -> RotatingFile {
        try RotatingFile(path: folder(name), rotation: rotation) { problems.add($0) }
    }

    private func there() throws -> [String: String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try Dictionary(uniqueKeysWithValues: names.map { ($0, try contents(folder($0))) })
    }

    private func isPrivate(_ path: String, _ mode: Int) throws -> Bool {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == mode
    }

    /// Lines are "00", "01" and so on with their break: three bytes each.
    @Test(
        arguments: [
            (LogRotation(maximumBytes: 9, backups: 2), 3, ["f": "00\n01\n02\n"]),
            (LogRotation(maximumBytes: 9, backups: 2), 4, ["f": "03\n", "f.1": "00\n01\n02\n"]),
            (LogRotation(maximumBytes: 8, backups: 2), 3, ["f": "02\n", "f.1": "00\n01\n"]),
            (
                LogRotation(maximumBytes: 6, backups: 2), 9,
                ["f": "08\n", "f.1": "06\n07\n", "f.2": "04\n05\n"]
            ),
            (LogRotation(maximumBytes: 3, backups: 1), 3, ["f": "02\n", "f.1": "01\n"]),
            (LogRotation(maximumBytes: 1, backups: 3), 3, ["f": "02\n", "f.1": "01\n", "f.2": "00\n"]),
            (LogRotation(maximumBytes: 0, backups: 3), 3, ["f": "00\n01\n02\n"]),
            (LogRotation(maximumBytes: 3, backups: 0), 3, ["f": "00\n01\n02\n"]),
            (LogRotation(maximumBytes: -1, backups: -1), 3, ["f": "00\n01\n02\n"]),
        ] as [(LogRotation, Int, [String: String])])
    func `A file is put aside before it has more than its size`(
        rotation: LogRotation, lines: Int, files: [String: String]
    ) throws {
        let file = try file("f", rotation)
        for number in 0..<lines { #expect(file.append("0\(number)")) }
        #expect(try there() == files)
        #expect(file.lostLines == 0)
    }

    @Test func `The defaults are the manual's`() {
        #expect(LogRotation() == LogRotation(maximumBytes: 10_485_760, backups: 5))
    }

    @Test func `Lines that belong together stay together`() throws {
        let file = try file("f", LogRotation(maximumBytes: 10, backups: 2))
        file.append("one")
        file.append("two\nthree")
        #expect(try there() == ["f": "two\nthree\n", "f.1": "one\n"])
    }

    @Test func `A free name ends the shift, so that no backup is pushed out for nothing`() throws {
        try folder.write("a\n", "f.1")
        try folder.write("c\n", "f.3")
        let file = try file("f", LogRotation(maximumBytes: 2, backups: 3))
        file.append("x")
        file.append("y")
        #expect(try there() == ["f": "y\n", "f.1": "x\n", "f.2": "a\n", "f.3": "c\n"])
    }

    @Test func `File and directory are made for their owner's eyes`() throws {
        let file = try file("a/b/f", LogRotation(maximumBytes: 2, backups: 1))
        file.append("x")
        file.append("y")
        #expect(try isPrivate(folder("a"), 0o700))
        #expect(try isPrivate(folder("a/b"), 0o700))
        #expect(try isPrivate(folder("a/b/f"), 0o600))
        #expect(try isPrivate(folder("a/b/f.1"), 0o600))
    }

    @Test func `A restart continues the file and its backups`() throws {
        for run in 0..<3 {
            let file = try file("f", LogRotation(maximumBytes: 8, backups: 5))
            for number in 0..<3 { file.append("\(run)-\(number)") }
        }
        #expect(
            try there() == [
                "f": "2-2\n", "f.1": "2-0\n2-1\n", "f.2": "1-1\n1-2\n", "f.3": "0-2\n1-0\n", "f.4": "0-0\n0-1\n",
            ])
    }

    @Test(arguments: ["moved", "deleted", "replaced"])
    func `A file that somebody took away is made anew`(how: String) throws {
        let file = try file("f")
        file.append("1")
        switch how {
        case "moved": try FileManager.default.moveItem(atPath: folder("f"), toPath: folder("g"))
        case "deleted": try FileManager.default.removeItem(atPath: folder("f"))
        default:
            try FileManager.default.removeItem(atPath: folder("f"))
            try folder.write("new\n", "f")
        }
        file.append("2")
        file.append("3")
        #expect(try contents(folder("f")) == (how == "replaced" ? "new\n2\n3\n" : "2\n3\n"))
        if how == "moved" { #expect(try contents(folder("g")) == "1\n") }
    }

    @Test func `A file that was cut to nothing is written from its start`() throws {
        let file = try file("f")
        file.append("1")
        try FileHandle(forWritingTo: URL(filePath: folder("f"))).truncate(atOffset: 0)
        file.append("2")
        #expect(try contents(folder("f")) == "2\n")
    }

    @Test(arguments: [
        ("", ""), ("whole\n", "whole\n"), ("half", "half\n"), ("a\nhalf", "a\nhalf\n"), ("{\"a\"", "{\"a\"\n"),
    ])
    func `Half a line that was there is ended`(there: String, kept: String) throws {
        try folder.write(there, "f")
        try file("f").append("new")
        #expect(try contents(folder("f")) == kept + "new\n")
    }

    @Test func `Half a line of a writer that shares the file is ended`() throws {
        let file = try file("f")
        file.append("1")
        let other = try FileHandle(forWritingTo: URL(filePath: folder("f")))
        try other.seekToEnd()
        try other.write(contentsOf: Data("half".utf8))
        file.append("2")
        #expect(try contents(folder("f")) == "1\nhalf\n2\n")
    }

    @Test func `What cannot be written says why`() throws {
        try folder.write("", "file")
        mkfifo(folder("pipe"), 0o600)
        try FileManager.default.createDirectory(atPath: folder("d"), withIntermediateDirectories: false)
        let expected = [
            ("d", "Is a directory"), ("file/f", "Not a directory"), ("pipe", "it is not a regular file"),
            (String(repeating: "x", count: 300), "File name too long"),
        ]
        for (name, detail) in expected {
            #expect(throws: LogFileError.cannotWrite(path: folder(name), detail: detail)) { try file(name) }
        }
        let error = LogFileError.cannotWrite(path: "/a\u{1B}b", detail: "No such file or directory")
        #expect(error.description == "cannot write /a␛b: No such file or directory")
        #expect(throws: LogFileError.self) { try RotatingFile(path: "/proc/none/f") { _ in } }
        #expect(throws: LogFileError.cannotWrite(path: "", detail: "No such file or directory")) {
            try RotatingFile(path: "") { _ in }
        }
    }

    @Test func `A file that its owner has for itself is not shared`() throws {
        let error = LogFileError.cannotWrite(path: folder("f"), detail: "something else is writing into it")
        let owner = try LoggingHandler(path: folder("f")) { _ in }
        #expect(throws: error) { try file("f") }
        withExtendedLifetime(owner) {}
        let shared = try file("g")
        let other = try file("g")
        shared.append("1")
        other.append("2")
        #expect(try contents(folder("g")) == "1\n2\n")
        #expect(throws: LogFileError.self) { try LoggingHandler(path: folder("g")) { _ in } }
    }
}

extension TemporaryFolder {
    func write(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: self(name)))
    }
}
