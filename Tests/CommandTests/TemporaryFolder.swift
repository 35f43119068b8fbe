import Foundation
import Testing

/// A folder that is removed with all that is in it.
struct TemporaryFolder: ~Copyable {
    let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "command-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a file in it.
    func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file into it.
    /// - Returns: the file's path.
    func file(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: self(name)))
        return self(name)
    }

    /// Copies a program into it, where every user can run it.
    /// - Returns: the copy's path.
    func copy(of program: URL) async throws -> String {
        let copy = self(program.lastPathComponent)
        // A file that this process wrote cannot be run as long as a child that another test starts has it open as well.
        let (status, _, error) = try await RunningProgram(["/bin/cp", program.path, copy]).finish()
        try #require(status == 0, "\(error)")
        return copy
    }
}
