import MonitoringMessages
import Testing

/// Reads a message with a fresh reader.
func read(_ text: String) throws -> ReceivedMessage {
    try MessageReader().read(Array(text.utf8))
}

/// Reads a message that must be a sample.
func readSample(_ text: String) throws -> MonitoringSample {
    guard case .monitoringData(let sample) = try read(text).message else {
        throw NotASample(text: text)
    }
    return sample
}

/// Reads the `data` of a sample.
func readData(_ data: String) throws -> MonitoringSample {
    try readSample(#"{"type":"monitoring_data","data":\#(data)}"#)
}

/// The error that reading must end in.
func readError(_ bytes: [UInt8]) throws -> MessageError {
    try #require(throws: MessageError.self) { try MessageReader().read(bytes) }
}

struct NotASample: Error {
    var text: String
}

/// SplitMix64: the same numbers every run for one seed.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
