import HostileInput
import MonitoringMessages
import Testing

/// Messages changed at random, the same ones in each run: seconds of what `Tests/Fuzz/run.sh` does for as long as one likes.
@Suite(.serialized) struct FuzzTests {
    /// SplitMix64 (Steele, Lea and Flood, 2014).
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static let seeds: [[UInt8]] =
        HostileInput.messages.map { Array($0.utf8) }
        + HostileNumberTests.fields.map { Array(#"{"type":"monitoring_data","data":{\#($0)}}"#.utf8) }

    private static let pieces: [[UInt8]] =
        [
            "\u{1B}[2J", "\u{9B}", "\u{202E}", "\\u001b", "\\ud800", "\\n", "\"", "\\", "{", "}", "[", "]", ",", ":",
            "漢", "👩‍👩",
        ]
        .map { Array($0.utf8) } + HostileNumberTests.numbers.map { Array($0.utf8) } + [[0xFF], [0x80], [0]]

    @Test(arguments: 0..<8) func `Nothing that is changed at random traps or gets out`(_ seed: UInt64) {
        var chance = Generator(state: seed)
        var accepted = 0
        for _ in 0..<20 {
            var bytes = Self.seeds.randomElement(using: &chance) ?? []
            // The mark of a place, in UTF-8.
            while let place = bytes.firstIndex(of: 0xC2) {
                bytes.replaceSubrange(place...(place + 1), with: Self.pieces.randomElement(using: &chance) ?? [])
            }
            for _ in 0..<Int.random(in: 0...2, using: &chance) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &chance)
                switch Int.random(in: 0...3, using: &chance) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &chance)
                case 1: bytes.insert(contentsOf: Self.pieces.randomElement(using: &chance) ?? [], at: place)
                case 2: bytes.remove(at: place)
                default: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
                }
            }
            if (try? MessageReader().read(bytes)) != nil { accepted += 1 }
            if let problem = HostileInput.problem(bytes) {
                Issue.record("\(problem), from \(String(decoding: bytes, as: UTF8.self).debugDescription)")
                return
            }
        }
        #expect(accepted > 1)
    }
}
