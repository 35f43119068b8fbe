/// Appends whole lines to a file: each batch with one write, and cut off again when only a part of it could be written.
/// Who shares the file with others holds its lock meanwhile.
struct LineFile {
    /// What is done with half a line that a crash left at the end of the file.
    enum HalfLine: Sendable {
        /// A line break is put behind it.
        case ended
        /// It is cut off, if it is half a JSON object; another text is ended, since nobody knows what it is worth.
        case objectCut
    }

    /// Bytes looked through at once for the last line break.
    private static let chunkBytes = 64 * 1024

    let file: RegularFile
    private let halfLine: HalfLine
    /// Where the file ended after the last line; nil when it is to be looked at again.
    private var end: Int?

    init(_ file: RegularFile, _ halfLine: HalfLine) {
        self.file = file
        self.halfLine = halfLine
    }

    /// Size of the file in bytes, with no half line at its end.
    mutating func size() throws(RegularFile.Failure) -> Int {
        var size = try file.size()
        if size != end, let start = try startOfHalfLine(size) {
            if halfLine == .objectCut, try file.read(count: 1, at: start) == [UInt8(ascii: "{")] {
                try file.truncate(to: start)
                size = start
            } else {
                size += try file.append([UInt8(ascii: "\n")])
            }
        }
        end = size
        return size
    }

    /// - Parameter lines: each with its line break.
    mutating func append(_ lines: [UInt8]) throws(RegularFile.Failure) {
        let start = try size()
        end = nil
        var written = 0
        do {
            // The first write takes all of it, or the second tells why not.
            while written < lines.count { written += try file.append(lines[written...]) }
        } catch {
            // What fails here is done before the next line.
            if written > 0 { try? file.truncate(to: start) }
            throw error
        }
        end = start + written
    }

    private func startOfHalfLine(_ size: Int) throws(RegularFile.Failure) -> Int? {
        var end = size
        while end > 0 {
            // One byte tells it nearly always.
            let length = end == size ? 1 : min(end, Self.chunkBytes)
            let bytes = try file.read(count: length, at: end - length)
            end -= length
            if let lineBreak = bytes.lastIndex(of: UInt8(ascii: "\n")) {
                let start = end + lineBreak + 1
                return start < size ? start : nil
            }
        }
        return size > 0 ? 0 : nil
    }
}
