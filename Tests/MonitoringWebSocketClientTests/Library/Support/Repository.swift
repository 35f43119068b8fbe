import Foundation
import Testing

/// The files of this repository, and those that stand beside it where it is worked on.
enum Repository {
    /// The folder of Package.swift.
    private static let root = (0..<5).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        .resolvingSymlinksInPath()
    private static let sharedFolder = root.appending(path: "../shared").standardizedFileURL

    static var hasSharedFiles: Bool { FileManager.default.fileExists(atPath: sharedFolder.path) }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// A file of `../shared`.
    static func shared(_ path: String) throws -> String {
        try String(contentsOf: sharedFolder.appending(path: path), encoding: .utf8)
    }

    /// The texts of all Swift files in a folder, by path.
    static func swiftFiles(in folder: String) throws -> [String: String] {
        let folder = root.appending(path: folder)
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        return try Dictionary(
            uniqueKeysWithValues: files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
                .map { ($0.path, try String(contentsOf: $0, encoding: .utf8)) })
    }
}

extension Trait where Self == ConditionTrait {
    /// The manual, and what the original keeps of it, are not part of the repository.
    static var needsSharedFiles: Self {
        .enabled(if: Repository.hasSharedFiles, "there is no ../shared: not compared with the manual itself")
    }
}

/// Tables of Markdown files.
enum MarkdownTable {
    /// The rows of all tables in a text, without their headings, the first of which is `heading`.
    static func rows(of text: String, heading: String) throws -> [[String]] {
        let rows = text.split(separator: "\n").compactMap(cells).filter { row in
            row.first != heading && !row.allSatisfy { $0.allSatisfy { $0 == "-" } }
        }
        try #require(!rows.isEmpty)
        return rows
    }

    /// The cells of a line; nil when it is no row.
    static func cells(of line: Substring) -> [String]? {
        guard line.hasPrefix("|") else { return nil }
        return line.replacing("\\|", with: "¦").split(separator: "|", omittingEmptySubsequences: false).dropFirst()
            .dropLast().map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// What stands between backticks in a cell.
    static func code(in cell: String) -> [String] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
            .map { String($0.element) }
    }
}
