import MonitoringAlerts
import MonitoringFormatters
import MonitoringMessages

/// A mail about some alerts, as RFC 5322 writes it.
struct MailMessage {
    let from: MailAddress
    let to: [MailAddress]
    let notices: [AlertNotice]
    /// When it is sent.
    let date: WallTime
    /// What makes its Message-ID one of its own.
    let unique: UInt64

    /// Characters of a subject: more no mail program shows.
    private static let subjectLimit = 120
    /// Characters of a line, CRLF apart (RFC 5322 section 2.1.1).
    private static let lineLimit = 998

    var subject: String {
        guard let first = notices.first else { return "Alerts" }
        // Of several the worst that is news goes first.
        let worst =
            notices.filter { if case .cleared = $0.event { false } else { true } }
            .max { $0.event.alert.level < $1.event.alert.level } ?? first
        let headline = AlertText.headline(worst.event)
        let more = notices.count - 1
        return HarmlessText.make(
            more == 0 ? headline : "\(headline), and \(more) more", limit: Self.subjectLimit)
    }

    var body: [String] {
        notices.map { AlertText.sentence($0.event, now: $0.moment.monotonic) }
    }

    /// The headers and the body, lines ended by CRLF.
    var text: String {
        let body = body
        let isPlain = body.allSatisfy { line in
            line.utf8.count <= Self.lineLimit && line.utf8.allSatisfy { 0x20..<0x7f ~= $0 }
        }
        let headers = [
            "Date: \(Self.date(date))",
            "From: \(from)",
            "To: \(to.map(\.description).joined(separator: ",\r\n "))",
            "Subject: \(Self.encodedWords(subject))",
            "Message-ID: <\(String(unique, radix: 36)).\(date.nanosecondsSinceEpoch)@\(from.domain)>",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: \(isPlain ? "7bit" : "base64")",
        ]
        let lines = isPlain ? body : Self.base64Lines(body.map { $0 + "\r\n" }.joined())
        return (headers + [""] + lines).map { $0 + "\r\n" }.joined()
    }

    /// What follows `DATA`: a period at the start of a line is doubled, and one by itself ends it (RFC 5321 section 4.5.2).
    static func stuffed(_ text: String) -> String {
        var stuffed = ""
        for line in text.split(separator: "\r\n", omittingEmptySubsequences: false).dropLast() {
            stuffed += (line.utf8.first == UInt8(ascii: ".") ? "." : "") + line + "\r\n"
        }
        return stuffed + ".\r\n"
    }

    /// A header's text: as it is when it is printable ASCII, else in encoded words of RFC 2047, no longer than 75 characters
    /// each. Either way no character of it can end the header.
    static func encodedWords(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { 0x20..<0x7f ~= $0 } && !text.contains("=?")
        if isPlain { return text }
        // 75 less `=?utf-8?B?` and `?=` are 63 characters: 15 groups of three bytes.
        var words: [String] = []
        var word: [UInt8] = []
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if word.count + bytes.count > 45 {
                words.append("=?utf-8?B?\(Base64.encode(word))?=")
                word = []
            }
            word += bytes
        }
        words.append("=?utf-8?B?\(Base64.encode(word))?=")
        return words.joined(separator: "\r\n ")
    }

    /// `Sat, 21 Nov 2026 14:30:25 +0200` (RFC 5322 section 3.3).
    static func date(_ time: WallTime) -> String {
        let text = Figures.iso8601(time)
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        // 1970-01-01 was a Thursday.
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let local = time.nanosecondsSinceEpoch / 1_000_000_000 + Int64(time.utcOffsetSeconds)
        let day = Int((local >= 0 ? local : local - 86_399) / 86_400 % 7 + 7) % 7
        let parts = text.split { "-T+.".contains($0) }.map(String.init)
        let month = parts.count > 1 ? (Int(parts[1]) ?? 1) - 1 : 0
        guard parts.count > 3, months.indices.contains(month) else { return "\(days[day]), 01 Jan 1970 00:00:00 +0000" }
        let zone = text.suffix(6).replacing(":", with: "")
        return "\(days[day]), \(parts[2]) \(months[month]) \(parts[0]) \(parts[3]) \(zone)"
    }

    private static func base64Lines(_ text: String) -> [String] {
        var lines: [String] = []
        var rest = Base64.encode(Array(text.utf8))[...]
        while !rest.isEmpty {
            lines.append(String(rest.prefix(76)))
            rest = rest.dropFirst(76)
        }
        return lines
    }
}

extension MailAddress {
    /// What follows the `@`.
    fileprivate var domain: Substring { description.drop { $0 != "@" }.dropFirst() }
}
