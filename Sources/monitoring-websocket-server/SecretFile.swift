import Glibc
import MonitoringWebSocketServer

/// A file with one secret line in it. Secrets never come as arguments, which every user of the machine can read.
enum SecretFile {
    /// Why a file holds no secret.
    struct Unusable: Error, CustomStringConvertible {
        var path: String
        var detail: String

        var description: String { "\(path) cannot be used: \(detail)" }
    }

    /// Bytes of a file at most; common servers allow no longer header.
    private static let maximumBytes = 4096

    /// The line, without the white space around it.
    static func line(of path: String) throws(Unusable) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure(path) }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: maximumBytes + 1)
        let count = read(file, &bytes, bytes.count)
        guard count >= 0 else { throw failure(path) }
        guard count <= maximumBytes else {
            throw Unusable(path: path, detail: "it is longer than \(maximumBytes) bytes")
        }
        guard let text = String(validating: bytes.prefix(count), as: UTF8.self) else {
            throw Unusable(path: path, detail: "it is not text")
        }
        let lines = text.split(whereSeparator: \.isNewline).map(trim).filter { !$0.isEmpty }
        guard lines.count == 1 else {
            throw Unusable(path: path, detail: "one line is needed, and it has \(lines.count)")
        }
        return lines[0]
    }

    /// A line of the form `Name: value`.
    static func header(of path: String) throws(Unusable) -> ServerAccess.Credential {
        let parts = try line(of: path).split(separator: ":", maxSplits: 1)
        guard parts.count == 2, !trim(parts[1]).isEmpty else {
            throw Unusable(path: path, detail: "its line is not of the form \"Name: value\"")
        }
        return .header(name: trim(parts[0]), value: trim(parts[1]))
    }

    private static func trim(_ text: Substring) -> String {
        let start = text.drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }

    private static func failure(_ path: String) -> Unusable {
        Unusable(path: path, detail: String(cString: strerror(errno)).lowercased())
    }
}
