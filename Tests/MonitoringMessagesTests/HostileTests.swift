import MonitoringMessages
import Testing

@Suite struct HostileTests {
    @Test(arguments: ["[", #"{"a":"#])
    func nesting(_ opening: String) throws {
        let closing = opening == "[" ? "]" : "}"
        let nested = { (depth: Int) in
            #"{"type":"pong","a":"#
                + String(repeating: opening, count: depth) + (opening == "[" ? "" : "1")
                + String(repeating: closing, count: depth) + "}"
        }
        #expect(try read(nested(127)).message == .pong)
        let error = try readError(Array(nested(128).utf8))
        #expect(error.problem == .tooDeep(maximum: 128))
        #expect(error.description.hasPrefix("the message is nested deeper than 128 levels"))
        #expect(try readError(Array(nested(1_000_000).utf8)).problem == .tooDeep(maximum: 128))
        // Never closed: an error too, whichever.
        #expect(throws: MessageError.self) { try read(String(repeating: opening, count: 1_000_000)) }
    }

    @Test func size() throws {
        let reader = MessageReader(maximumBytes: 20)
        #expect(try reader.read(Array(#"{"type":"pong"}     "#.utf8)).message == .pong)
        let error = try #require(throws: MessageError.self) { try reader.read(Array(#"{"type":"pong"}      "#.utf8)) }
        #expect(error.description == "the message of 21 bytes is larger than the limit of 20")
        #expect(throws: MessageError.self) { try MessageReader(maximumBytes: -1).read(Array("{}".utf8)) }
    }

    @Test func manyValues() throws {
        let zeros = String(repeating: "0,", count: 1_100_000)
        let error = try readError(Array(#"{"type":"pong","a":[\#(zeros)0]}"#.utf8))
        #expect(error.problem == .tooManyValues(maximum: 1_048_576))
    }

    @Test func whatAPeerCanMakeGrow() throws {
        let cores = String(repeating: "1.5,", count: 9_999) + "1.5"
        let gpus = String(repeating: "{},", count: 999) + "{}"
        let text = #"""
            {"type":"monitoring_data","data":{"processor":{"per_core_usage":[\#(cores)]},"gpu":{"gpus":[\#(gpus)]}},
            "alerts":[\#(String(repeating: "{},", count: 1_999))null]}
            """#
        let sample = try readSample(text)
        #expect(sample.processor?.perCoreUsagePercent == Array(repeating: 1.5, count: 4096))
        #expect(sample.gpus.count == 256)
        #expect(sample.alerts.count == 1024)
        let many = String(repeating: "{},", count: 1_999) + "{}"
        let own = try readData(#"{"disks":[\#(many)],"top_processes":[\#(many)],"load_average":[1,2,3,4,5]}"#)
        #expect(own.disks.count == 1024)
        #expect(own.topProcesses.count == 1024)
        #expect(own.loadAverage?.fifteenMinutes == 3)
    }

    @Test func longStringsAreCutBetweenScalars() throws {
        let path = { (text: String) in try readData(#"{"disk":{"path":"\#(text)"}}"#).disk?.path }
        let ascii = String(repeating: "x", count: 4096)
        #expect(try path(ascii) == ascii)
        #expect(try path(ascii + "y") == ascii)
        #expect(try path("x" + String(repeating: "é", count: 9_000)) == "x" + String(repeating: "é", count: 2047))
        #expect(try path(String(repeating: "x", count: 8 << 20)) == ascii)
        let type = String(repeating: "t", count: 5_000)
        #expect(try read(#"{"type":"\#(type)"}"#).message == .other(type: String(type.prefix(4096))))
    }

    /// RFC 8259 lets a string hold lone surrogates; UTF-8 does not.
    @Test(arguments: [
        (#"\ud83d\udcbb"#, "\u{1F4BB}"), (#"\uD83D\uDCBB"#, "\u{1F4BB}"), (#"\udbff\udfff"#, "\u{10FFFF}"),
        (#"a\ud800"#, "a\u{FFFD}"), (#"\udc00b"#, "\u{FFFD}b"), (#"\ud800\ud800\udc00"#, "\u{FFFD}\u{10000}"),
        (#"\ud800\n"#, "\u{FFFD}\n"), (#"\ud800\u0041"#, "\u{FFFD}A"), (#"\u0000"#, "\0"), (#"a\u0000b"#, "a\0b"),
        (#"\"\\\/\b\f\n\r\t\u00e9\u20ac"#, "\"\\/\u{8}\u{C}\n\r\té€"), ("é\u{1F4BB}", "é\u{1F4BB}"), ("", ""),
    ])
    func escapes(_ literal: String, _ expected: String) throws {
        let path = try readData(#"{"disk":{"path":"\#(literal)"}}"#).disk?.path
        #expect(path.map { Array($0.unicodeScalars) } == Array(expected.unicodeScalars))
    }

    @Test func bytesAndTextMixedAtRandom() {
        var generator = SeededGenerator(state: 1)
        let reader = MessageReader()
        let seeds = (Captures.all + [ManualExamples.monitoringData]).map { Array($0.utf8) }
        var accepted = 0
        for _ in 0..<20_000 {
            var bytes = seeds.randomElement(using: &generator) ?? []
            for _ in 0..<Int.random(in: 0...4, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0...3, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes[place] = Array(#"{}[]":,\0-.eu"#.utf8).randomElement(using: &generator) ?? 0
                case 2: bytes.removeSubrange(place...)
                default: bytes.insert(contentsOf: bytes[place...].prefix(9), at: place)
                }
                if bytes.isEmpty { bytes = [0x20] }
            }
            if let message = try? reader.read(bytes) {
                accepted += 1
                #expect(Array(message.raw.utf8) == bytes)
            }
        }
        #expect(accepted > 1_000)
    }

    @Test func randomBytes() {
        var generator = SeededGenerator(state: 2)
        let reader = MessageReader()
        for length in 0..<3_000 {
            let bytes = (0..<length % 97).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(throws: MessageError.self) { try reader.read(bytes) }
        }
    }
}
