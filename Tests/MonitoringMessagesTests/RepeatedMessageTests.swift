import MonitoringMessages
import Testing

/// A reader that remembers the messages before reads each one as a fresh reader does.
@Suite struct RepeatedMessageTests {
    private static let usual = [
        "0", "-0", "1", "-1", "42", "100", "25276514304", "999999999999999999", "-999999999999999999",
        "9223372036854775807", "0.0", "-0.0", "-15.4", "1.1", "15.4", "99.95", "2699.9989999999998", "0.1",
        "0.30000000000000004", "9007199254740993.0", "9007199254740992.5", "-1.7976931348623157",
        "0.000000000000000001", "0.0000000000000000001", "123456789012345678.9", "3.141592653589793238462643383279",
    ]
    private static let odd = [
        "9223372036854775808", "18446744073709551616", "-9223372036854775809", "1e5", "1E-5", "1.5e300", "1e400",
        "00", "01", "1.", ".5", "-", "+1", "1e", "0x1", "NaN", "null", "true", "\"7\"", "[]", "1 ", " 1",
    ]
    private static let strings = [
        "", "vm", "2026-11-21T06:17:36.527523", "a longer name than fits beside a pointer", "é", "\u{1F4BB}", #"\n"#,
        #"\\"#, #"\""#, #"\u00e9"#, #"a\"#, "\t", "\u{7F}", "a\",\"b", #"x","y":"z"#, "\0",
    ]

    private static func text(_ numbers: [String], _ strings: [String]) -> String {
        #"""
        {"type": "monitoring_data", "timestamp": "\#(strings[0])", "data": {"memory": {"total": \#(numbers[0]),
        "used": \#(numbers[1]), "percentage": \#(numbers[2])}, "processor": {"usage_percent": \#(numbers[3]),
        "core_count": 2, "per_core_usage": [\#(numbers[4]), 0.0]}, "disk": {"total": 270553174016, "path": "/"},
        "system": {"os_name": "Linux", "hostname": "\#(strings[1])", "boot_time": \#(numbers[5])}}, "alerts": []}
        """#
    }

    private static func outcome(_ bytes: [UInt8], _ parts: MessageParts, _ reader: MessageReader) -> Outcome {
        do throws(MessageError) { return .read(try reader.read(bytes, parts: parts)) } catch { return .refused(error) }
    }

    private enum Outcome: Equatable {
        case read(ReceivedMessage)
        case refused(MessageError)
    }

    @Test(arguments: [MessageParts.all, .usages, [.usages, .details], .text])
    func `Any figure or string may change, in any way`(_ parts: MessageParts) {
        var generator = SeededGenerator(state: UInt64(parts.rawValue))
        let reader = MessageReader()
        var numbers = Array(repeating: "1.5", count: 6)
        var strings = Array(repeating: "text", count: 2)
        for _ in 0..<5_000 {
            for index in numbers.indices where Bool.random(using: &generator) {
                // Most are such as a server sends, so that the form stays for a while.
                let isOdd = Int.random(in: 0..<20, using: &generator) == 0
                numbers[index] = (isOdd ? Self.odd : Self.usual).randomElement(using: &generator) ?? ""
            }
            for index in strings.indices where Int.random(in: 0..<8, using: &generator) == 0 {
                strings[index] = Self.strings.randomElement(using: &generator) ?? ""
            }
            var bytes = Array(Self.text(numbers, strings).utf8)
            switch Int.random(in: 0..<40, using: &generator) {
            case 0: bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
            case 1: bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
            case 2: bytes.append(contentsOf: [" ", "}", "0"].randomElement(using: &generator)?.utf8 ?? "".utf8)
            default: break
            }
            let expected = Self.outcome(bytes, parts, MessageReader())
            let read = Self.outcome(bytes, parts, reader)
            #expect(read == expected, "\(String(decoding: bytes, as: UTF8.self))")
        }
    }

    /// `-0.0` equals `0.0`: the signs are compared too.
    @Test func `Figures are read to the last bit`() throws {
        let reader = MessageReader()
        for _ in 0..<3 {
            for number in Self.usual {
                let text = Self.text([number, number, number, number, number, number], ["", ""])
                let expected = try readSample(text)
                guard case .monitoringData(let sample) = try reader.read(Array(text.utf8)).message else {
                    throw NotASample(text: text)
                }
                #expect(sample.memory?.usagePercent?.bitPattern == expected.memory?.usagePercent?.bitPattern)
                #expect(sample.memory?.totalBytes == expected.memory?.totalBytes)
                #expect(sample.system?.bootTime == expected.system?.bootTime)
            }
        }
    }

    @Test(arguments: [
        #"{"memory": {"percentage": N, "percentage": 2}}"#, #"{"memory": {"percentage": 2, "percentage": N}}"#,
        #"{"memory": {"percentage": N}, "memory": {"total": 2}}"#, #"{"memory": {"total": 2}, "memory": {"used": N}}"#,
        #"{"gpu": {"temperature": 1}, "gpu": {"count": 2, "gpus": [{"temperature": N}, {"temperature": N}]}}"#,
        #"{"memory": {"total_gb": N, "total": null}, "disk": {"total": N, "total_gb": 3}}"#,
        #"{"memory": {"total": 5, "total_gb": N}, "processor": {"frequency_mhz": N, "frequency_current": 7}}"#,
        #"{"processor": {"usage_percent": N, "per_core_usage": [1, N]}, "disks": [{"path": "/"}, {"used": N}]}"#,
    ])
    func `The last of a repeated key counts, and a published field before a documented one`(_ data: String) {
        let reader = MessageReader()
        for number in 1...5 {
            let figures = data.replacing("N", with: "\(number)")
            let bytes = Array(#"{"type": "monitoring_data", "data": \#(figures)}"#.utf8)
            #expect(Self.outcome(bytes, .all, reader) == Self.outcome(bytes, .all, MessageReader()))
        }
    }

    @Test func `Messages of several kinds, and of several readers' parts, in turn`() throws {
        let reader = MessageReader()
        var generator = SampleGenerator(seed: 3)
        let samples = (0..<20).map { _ in MessageWriter.text(.monitoringData(generator.sample())) }
        for round in 0..<50 {
            for text in Captures.all + samples {
                let parts: MessageParts = round % 3 == 0 ? .usages : .all
                let bytes = Array(text.utf8)
                #expect(Self.outcome(bytes, parts, reader) == Self.outcome(bytes, parts, MessageReader()))
                #expect(Self.outcome(bytes, parts, reader) == Self.outcome(bytes, parts, MessageReader()))
            }
        }
    }
}
