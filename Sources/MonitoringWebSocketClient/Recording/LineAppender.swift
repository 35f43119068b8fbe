import MonitoringMessages

/// Appends whole lines to a recording: each with one write, and cut off again when only a part of it could be written.
struct LineAppender {
    private let file: RecordingFile
    /// Bytes of half a line at the end of the file.
    private var unfinished: Int

    /// - Throws: when the file holds something that is no recording.
    init(continuing file: RecordingFile) throws(RecordingFile.Failure) {
        var lines = LineReader(file, maximumBytes: RecordingLimits.headerBytes)
        if let first = try lines.next(), !Self.isHeader(first) {
            throw RecordingFile.Failure(detail: "it is there already and is not a recording; choose another name")
        }
        self.file = file
        unfinished = try file.bytesAfterLastLineBreak()
    }

    mutating func append(_ line: String) throws(RecordingFile.Failure) {
        try cut()
        let bytes = Array((line + "\n").utf8)
        var written = 0
        do {
            // The first write takes all of it, or the second tells why not.
            while written < bytes.count { written += try file.append(bytes[written...]) }
        } catch {
            unfinished = written
            // What fails here is done before the next line.
            try? cut()
            throw error
        }
    }

    private mutating func cut() throws(RecordingFile.Failure) {
        guard unfinished > 0 else { return }
        try file.removeLast(unfinished)
        unfinished = 0
    }

    private static func isHeader(_ line: LineReader.Line) -> Bool {
        guard case .text(let text) = line, let parsed = try? RecordingLine(parsing: text, messages: MessageReader()),
            case .header(let header) = parsed
        else { return false }
        return header.version == RecordingHeader.version
    }
}
