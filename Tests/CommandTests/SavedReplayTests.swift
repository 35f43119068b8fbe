import Foundation
import Testing

/// `--save-data` loses nothing and invents nothing.
struct SavedReplayTests {
    @Test("100,000 replayed messages, in two runs and across rotations: all counts agree", .timeLimit(.minutes(5)))
    func hundredThousand() async throws {
        let half = 50_000
        let folder = try TemporaryFolder()
        for run in 0..<2 {
            let recording = try folder.file("recording-\(run).jsonl", Self.recording(half, from: run * half))
            // More than a pipe takes at once: the printed samples are counted too.
            let (status, output, error) = try await RunningProgram(
                TestTools.client,
                [
                    "--replay", recording, "--speed", "1000", "-f", "jsonl", "--stats",
                    "--save-data", folder("saved.jsonl"),
                ], environment: ["MONITORING_LOG_ROTATION_SIZE": "2000000"]
            ).finish(within: 240)
            #expect(status == 0, "\(error.suffix(500))")
            #expect(output.utf8.count { $0 == UInt8(ascii: "\n") } == half)
            #expect(error.contains(#""messages_received": \#(half),"#), "\(error.suffix(500))")
            #expect(!error.contains("could not be saved"))
        }
        // The newest file is the one without a number.
        let backups = (1...5).reversed().map { folder("saved.jsonl.\($0)") }
        let files = backups.filter(FileManager.default.fileExists(atPath:)) + [folder("saved.jsonl")]
        #expect(files.count > 3)
        let lines = try files.flatMap { try Data(contentsOf: URL(filePath: $0)).split(separator: UInt8(ascii: "\n")) }
        #expect(lines.count == 2 * half)
        let isInOrder = lines.enumerated().allSatisfy { $1.elementsEqual(Self.message($0).utf8) }
        #expect(isInOrder)
    }

    /// As `--save-data` writes it.
    private static func message(_ number: Int) -> String {
        #"{"type": "monitoring_data", "sequence": \#(number), "data": {"processor": {"usage_percent": 1}}}"#
    }

    private static func recording(_ count: Int, from start: Int) -> String {
        let time = "2026-11-21T14:00:00.000000+00:00"
        var lines = [
            #"{"recording": 1, "server": "ws://saved.example:8765"}"#,
            #"{"received": "\#(time)", "event": "connected"}"#,
        ]
        for number in start..<start + count {
            lines.append(#"{"received": "\#(time)", "message": \#(message(number))}"#)
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
