/// A server's reply: `250-first`, `250 last` (RFC 5321 section 4.2).
struct SMTPReply: Equatable {
    var code: Int
    /// What follows the code, line by line.
    var lines: [String]
}

/// Puts replies together from bytes as they come.
struct SMTPReplyParser {
    /// Why a server's words are no reply.
    enum Failure: Error, Equatable {
        case malformed
        case tooLong
    }

    /// Bytes of a whole reply: RFC 5321 asks for 512 a line, and an EHLO has few lines.
    static let limit = 16 * 1024

    private var line: [UInt8] = []
    private var reply: SMTPReply?
    private var length = 0

    /// Whether bytes have come that belong to no whole reply yet.
    var hasRest: Bool { !line.isEmpty || reply != nil }

    /// Takes one byte.
    /// - Returns: a reply, once it is whole.
    mutating func take(_ byte: UInt8) throws(Failure) -> SMTPReply? {
        length += 1
        guard length <= Self.limit else { throw .tooLong }
        guard byte == UInt8(ascii: "\n") else {
            line.append(byte)
            return nil
        }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        defer { line = [] }
        guard line.count >= 3, let code = Int(String(decoding: line.prefix(3), as: UTF8.self)), 200..<600 ~= code,
            line.count == 3 || line[3] == UInt8(ascii: " ") || line[3] == UInt8(ascii: "-"),
            reply.map({ $0.code == code }) ?? true
        else { throw .malformed }
        var whole = reply ?? SMTPReply(code: code, lines: [])
        whole.lines.append(String(decoding: line.dropFirst(4), as: UTF8.self))
        if line.count > 3, line[3] == UInt8(ascii: "-") {
            reply = whole
            return nil
        }
        reply = nil
        length = 0
        return whole
    }
}
