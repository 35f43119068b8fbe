/// Reads a file line by line, with no more in memory than the longest line allowed and one chunk.
struct LineReader {
    enum Line: Equatable {
        /// Without its line break.
        case text([UInt8])
        /// Longer than allowed; its bytes are gone.
        case tooLong
    }

    /// Bytes of one read. A system call for each hundred lines or so.
    private static let chunkBytes = 64 * 1024

    private let file: RegularFile
    private let maximumBytes: Int
    private var buffer: [UInt8] = []
    /// Where what has not been handed out begins.
    private var start = 0
    private var isAtEnd = false
    /// The number of the line read last; the first is 1.
    private(set) var number = 0

    init(_ file: RegularFile, maximumBytes: Int) {
        self.file = file
        self.maximumBytes = maximumBytes
    }

    /// - Returns: nil at the end of the file. What follows the last line break is a line unless it is empty.
    mutating func next() throws(RegularFile.Failure) -> Line? {
        var searched = start
        var isTooLong = false
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return line(upTo: end, isTooLong)
            }
            if buffer.count - start > maximumBytes {
                isTooLong = true
                start = buffer.count
            }
            if isAtEnd {
                defer { start = buffer.count }
                return isTooLong || start < buffer.count ? line(upTo: buffer.count, isTooLong) : nil
            }
            buffer.removeFirst(start)
            start = 0
            searched = buffer.count
            let chunk = try file.read(count: Self.chunkBytes)
            isAtEnd = chunk.isEmpty
            buffer += chunk
        }
    }

    private mutating func line(upTo end: Int, _ isTooLong: Bool) -> Line {
        number += 1
        return isTooLong || end - start > maximumBytes ? .tooLong : .text(Array(buffer[start..<end]))
    }
}
