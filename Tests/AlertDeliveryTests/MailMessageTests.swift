import Foundation
import MonitoringAlerts
import MonitoringMessages
import Testing

@testable import AlertDelivery

@Suite struct MailMessageTests {
    private static func message(_ notices: [AlertNotice]) throws -> MailMessage {
        MailMessage(
            from: try #require(MailAddress("watch@example.com")),
            to: try ["ops@example.com", "boss@example.org"].map { try #require(MailAddress($0)) }, notices: notices,
            date: Notices.moment(0).wall, unique: 35)
    }

    @Test func aPlainMail() throws {
        #expect(
            try Self.message([Notices.raised()]).text == """
                Date: Sat, 21 Nov 2026 14:30:25 +0200\r
                From: watch@example.com\r
                To: ops@example.com,\r
                 boss@example.org\r
                Subject: CPU 93.1% on vm\r
                Message-ID: <z.1795264225000000000@example.com>\r
                Auto-Submitted: auto-generated\r
                MIME-Version: 1.0\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Transfer-Encoding: 7bit\r
                \r
                WARNING: CPU 93.1% on vm, above 80%, since 14:30:25\r

                """)
    }

    @Test func severalAlertsAreOneMailAndTheWorstIsTheSubject() throws {
        let mail = try Self.message([Notices.raised(1), Notices.raised(2, .ram, .critical), Notices.raised(3)])
        #expect(mail.subject == "RAM 93.1% on vm, and 2 more")
        #expect(mail.body.count == 3)
    }

    @Test(arguments: [
        "vm\r\nBcc: all@example.com", "vm\nBcc: x", "v\u{85}m", "ü\r\n\r\nbody", "=?utf-8?Q?x?=", "日本語のホスト名",
    ])
    func whatAServerSaysCannotAddAHeader(host: String) throws {
        let text = try Self.message([Notices.raised(host: host, detail: host)]).text
        let head = try #require(text.firstRange(of: "\r\n\r\n")).lowerBound
        // Nine headers, and continuations that begin with a blank.
        let lines = text[..<head].split(separator: "\r\n")
        #expect(lines.filter { !$0.hasPrefix(" ") }.count == 9)
        #expect(text[..<head].utf8.allSatisfy { (0x20..<0x7f).contains($0) || $0 == 13 || $0 == 10 })
        #expect(lines.allSatisfy { $0.utf8.count <= 78 || !$0.contains("=?utf-8") })
        #expect(!lines.contains { $0.hasPrefix("Bcc") })
        #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 998 })
    }

    @Test(arguments: ["CPU 93% auf Köln", "日本語 " + String(repeating: "長い名前", count: 20), "a=?b", "tab\there"])
    func encodedWordsComeBackAsTheyWere(text: String) throws {
        let encoded = MailMessage.encodedWords(text)
        let words = encoded.replacing("\r\n ", with: " ").split(separator: " ")
        let bytes = try words.map { word in
            #expect(word.utf8.count <= 75)
            let inner = word.dropFirst("=?utf-8?B?".count).dropLast(2)
            return try #require(Data(base64Encoded: String(inner)))
        }
        #expect(String(decoding: bytes.joined(), as: UTF8.self) == text)
        // Each word is text by itself (RFC 2047 section 5).
        for word in bytes { #expect(String(data: word, encoding: .utf8) != nil) }
    }

    @Test(arguments: [
        ("a\r\n", "a\r\n.\r\n"), (".\r\n", "..\r\n.\r\n"), ("..a\r\n.b\r\n", "...a\r\n..b\r\n.\r\n"),
        ("a\r\n\r\n", "a\r\n\r\n.\r\n"), ("", ".\r\n"),
    ])
    func periodsAreDoubled(text: String, stuffed: String) {
        #expect(MailMessage.stuffed(text) == stuffed)
    }

    @Test(arguments: [
        (0, 0, "Thu, 01 Jan 1970 00:00:00 +0000"), (-1, 0, "Wed, 31 Dec 1969 23:59:59 +0000"),
        (951_782_400, -18000, "Mon, 28 Feb 2000 19:00:00 -0500"),
        (1_709_164_800, 19800, "Thu, 29 Feb 2024 05:30:00 +0530"),
    ])
    func dates(seconds: Int64, offset: Int32, text: String) {
        let time = WallTime(nanosecondsSinceEpoch: seconds * 1_000_000_000, utcOffsetSeconds: offset)
        #expect(MailMessage.date(time) == text)
    }

    @Test(arguments: ["", "f", "fo", "foo", "foob", "fooba", "foobar", "\u{0}\u{ff}"])
    func base64(text: String) {
        #expect(Base64.encode(Array(text.utf8)) == Data(text.utf8).base64EncodedString())
    }

    @Test(arguments: ["a@b.example", "first.last+tag@sub.example.com", "x_y@localhost"])
    func goodAddresses(text: String) {
        #expect(MailAddress(text)?.description == text)
    }

    @Test(arguments: [
        "", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nBcc: d@e", "<a@b>", "a@b>", "a..b@c", ".a@b", "a@b.", "a@-ü.de",
        "\"a\"@b", "a@[127.0.0.1]", String(repeating: "a", count: 65) + "@b",
    ])
    func badAddresses(text: String) {
        #expect(MailAddress(text) == nil)
    }

    @Test(arguments: [
        ("https://host/x?y=z", "host"), ("HTTP://127.0.0.1:80", "127.0.0.1:80"), ("http://[::1]:8/", "[::1]:8"),
    ])
    func goodURLs(text: String, host: String) {
        #expect(WebhookURL(text)?.host == host)
    }

    @Test(arguments: [
        "", "http://", "ftp://a", "https:///x", "http://a b", "http://u:p@h/", "http://:80/", "http://ü/",
    ])
    func badURLs(text: String) {
        #expect(WebhookURL(text) == nil)
    }
}
