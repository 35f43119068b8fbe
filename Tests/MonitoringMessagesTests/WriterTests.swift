import Foundation
import MonitoringMessages
import Testing

@Suite struct WriterTests {
    /// Reading a capture and writing it again gives the capture, byte for byte.
    @Test(arguments: Captures.all)
    func publishedIsExact(_ text: String) throws {
        let received = try read(text)
        #expect(MessageWriter.text(received.message, timestamp: received.timestamp, dialect: .published) == text)
    }

    @Test(arguments: [ManualExamples.connection, ManualExamples.error])
    func documentedIsExact(_ text: String) throws {
        let received = try read(text)
        #expect(MessageWriter.text(received.message, timestamp: received.timestamp, dialect: .documented) == text)
    }

    @Test func documentedSample() throws {
        let sample = try readSample(ManualExamples.monitoringData)
        let text = MessageWriter.text(.monitoringData(sample), dialect: .documented)
        // As the manual has it, but for the digits that keep the size to the byte.
        let expected = ManualExamples.monitoringData
            .replacing(#""used_gb": 8.2,"#, with: #""used_gb": 8.200000000186265,"#)
            .replacing(#""total_gb": 13.1,"#, with: #""total_gb": 13.099999999627471,"#)
            .replacing(#""available_gb": 4.9}"#, with: #""available_gb": 4.900000000372529}"#)
        #expect(text == expected)
        #expect(try readSample(text) == sample)
    }

    @Test(arguments: [
        (ClientCommand.ping, #"{"type":"ping"}"#), (.pong, #"{"type":"pong"}"#),
        (.getStatus, #"{"type":"get_status"}"#),
    ])
    func command(_ command: ClientCommand, _ text: String) {
        #expect(MessageWriter.text(command) == text)
    }

    @Test func unknownAndUnwritableNumbersAreNull() throws {
        var sample = MonitoringSample()
        sample.memory = .init()
        sample.memory?.usagePercent = .nan
        sample.processor = .init()
        sample.processor?.perCoreUsagePercent = [nil, .infinity, 2.5]
        sample.processor?.temperatureCelsius = 40
        #expect(
            MessageWriter.text(.monitoringData(sample))
                == #"{"type": "monitoring_data", "data": {"#
                + #""memory": {"total": null, "available": null, "used": null, "percentage": null}, "#
                + #""processor": {"usage_percent": null, "core_count": null, "logical_count": null, "#
                + #""per_core_usage": [null, null, 2.5], "#
                + #""temperature": 40.0}}}"#)
    }

    @Test(arguments: [
        ("\"\\/\u{8}\u{C}\n\r\t", #"\"\\/\b\f\n\r\t"#), ("\0\u{1B}\u{7F}", #"\u0000\u001b\u007f"#),
        ("é€\u{1F4BB}", #"\u00e9\u20ac\ud83d\udcbb"#), ("\u{2028}", #"\u2028"#), ("", ""),
    ])
    func strings(_ value: String, _ escaped: String) throws {
        let text = MessageWriter.text(.error(message: value, severity: nil))
        #expect(text == #"{"type": "error", "message": "\#(escaped)"}"#)
        #expect(try read(text).message == .error(message: value, severity: nil))
    }

    @Test func gpuForms() throws {
        var sample = MonitoringSample()
        #expect(MessageWriter.text(.monitoringData(sample)) == #"{"type": "monitoring_data", "data": {}}"#)
        sample.gpus = [.init()]
        #expect(MessageWriter.text(.monitoringData(sample)).contains(#""gpu": {"name": null, "#))
        sample.gpus = [.init(), .init()]
        #expect(MessageWriter.text(.monitoringData(sample)).contains(#""gpu": {"count": 2, "gpus": [{"name": null, "#))
    }

    @Test(arguments: [
        ServerMessage.connection(status: "connected", message: "é"), .connection(status: nil, message: ""),
        .error(message: "m", severity: "warning"), .error(message: "m", severity: nil),
        .status(connectedClients: 3, monitoringActive: false), .status(connectedClients: nil, monitoringActive: nil),
        .ping, .pong, .other(type: "custom \"event\""),
    ])
    func otherMessagesComeBack(_ message: ServerMessage) throws {
        for dialect in MessageDialect.allCases {
            var carried = message
            if dialect == .documented, case .connection(_, let text) = message {
                carried = .connection(status: nil, message: text)
            }
            for timestamp in [nil, "2026-11-21T06:17:36"] {
                let received = try read(MessageWriter.text(message, timestamp: timestamp, dialect: dialect))
                #expect(received.message == carried)
                #expect(received.timestamp == timestamp)
            }
        }
    }

    @Test(arguments: 0..<300)
    func samplesComeBack(_ seed: UInt64) throws {
        var generator = SampleGenerator(seed: seed)
        let sample = generator.sample()
        let published = MessageWriter.text(.monitoringData(sample), timestamp: "not used", dialect: .published)
        #expect(try readSample(published) == sample)
        let documented = MessageWriter.text(.monitoringData(sample), timestamp: "not used", dialect: .documented)
        #expect(try readSample(documented) == SampleGenerator.carriedByDocumented(sample))
        for text in [published, documented] {
            #expect(text.utf8.allSatisfy { 0x20...0x7E ~= $0 })
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
        }
    }
}
