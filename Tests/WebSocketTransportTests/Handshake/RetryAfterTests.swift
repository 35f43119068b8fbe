import NIOCore
import Testing

@testable import WebSocketTransport

@Suite struct RetryAfterTests {
    private func wait(_ lines: [String]) throws -> Duration? {
        var bytes = ByteBuffer(string: (["HTTP/1.1 503 Busy"] + lines + ["", ""]).joined(separator: "\r\n"))
        var parser = HTTPResponseHeadParser()
        return RetryAfter.wait(in: try #require(try parser.receive(&bytes)).fields)
    }

    @Test(
        arguments: [
            ("0", 0), ("120", 120), ("999999999", 999_999_999), (" 7 ", 7),
            ("", nil), ("-1", nil), ("+1", nil), ("1.5", nil), ("1e3", nil), ("soon", nil), ("9999999999", nil),
            ("99999999999999999999999999", nil), ("٣", nil),
            ("Sun, 06 Nov 1994 08:50:37 GMT", 60), ("Sunday, 06-Nov-94 08:50:37 GMT", 60),
            ("Sun Nov  6 08:50:37 1994", 60), ("Sun, 06 Nov 1994 08:49:00 GMT", 0),
            ("Tue, 07 Nov 1995 08:49:37 GMT", 366 * 86_400), ("Sun, 06 Nov 1994 08:50:37 CET", nil),
            ("Sun, 32 Nov 1994 08:50:37 GMT", nil), ("Sun, 06 Nov 1994 24:50:37 GMT", nil),
            ("Sun, 06 Nov 99999 08:50:37 GMT", nil), ("Sun, 06 Nov 1994 08:61:37 GMT", nil),
            (",,,,,,,,", nil), (String(repeating: "9 ", count: 7000), nil),
        ] as [(String, Int?)])
    func `Seconds, and each form of a date`(_ text: String, _ seconds: Int?) throws {
        let found = try wait(["Date: Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After: \(text)"])
        #expect(found == seconds.map { .seconds($0) })
    }

    @Test func `A date needs the response's own, and two headers are none`() throws {
        #expect(try wait(["Retry-After: Sun, 06 Nov 1994 08:50:37 GMT"]) == nil)
        #expect(try wait(["Retry-After: 5", "Retry-After: 6"]) == nil)
        #expect(try wait([]) == nil)
    }

    @Test(
        arguments: [
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Tue, 29 Feb 2000 23:59:59 GMT", 951_868_799),
            ("Wed, 01 Mar 2000 00:00:00 GMT", 951_868_800), ("Friday, 31-Dec-69 23:59:60 GMT", 3_155_760_000),
            ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
        ])
    func `Dates count in seconds since 1970`(_ text: String, _ seconds: Int) {
        #expect(HTTPDate.seconds(of: text) == seconds)
    }
}
