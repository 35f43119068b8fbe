import MonitoringMessages

extension LineFile {
    /// Continues a recording.
    /// - Throws: when the file holds something that is no recording.
    init(recording file: RegularFile) throws(RegularFile.Failure) {
        var lines = LineReader(file, maximumBytes: RecordingLimits.headerBytes)
        if let first = try lines.next(), !Self.isHeader(first) {
            throw RegularFile.Failure(detail: "it is there already and is not a recording; choose another name")
        }
        self.init(file, .objectCut)
    }

    private static func isHeader(_ line: LineReader.Line) -> Bool {
        guard case .text(let text) = line, let parsed = try? RecordingLine(parsing: text, messages: MessageReader()),
            case .header(let header) = parsed
        else { return false }
        return header.version == RecordingHeader.version
    }
}
