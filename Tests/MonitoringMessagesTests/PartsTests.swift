import MonitoringMessages
import Testing

@Suite struct PartsTests {
    private static let texts: [String] = {
        var generator = SampleGenerator(seed: 8)
        return Captures.all + [ManualExamples.monitoringData, ManualExamples.connection]
            + (0..<200).flatMap { _ in
                let message = ServerMessage.monitoringData(generator.sample())
                return [MessageDialect.published, .documented].map { MessageWriter.text(message, dialect: $0) }
            }
    }()

    private static func read(_ text: String, _ parts: MessageParts) throws -> ReceivedMessage {
        try MessageReader().read(Array(text.utf8), parts: parts)
    }

    @Test func `The usages alone are those of the whole sample`() throws {
        for text in Self.texts {
            let whole = try Self.read(text, .all)
            let part = try Self.read(text, .usages)
            guard case .monitoringData(let sample) = whole.message else {
                #expect(part == whole, "messages of other types are read whole")
                continue
            }
            guard case .monitoringData(let usages) = part.message else { throw NotASample(text: text) }
            #expect(usages.processor?.usagePercent == sample.processor?.usagePercent)
            #expect((usages.processor == nil) == (sample.processor == nil))
            #expect(usages.memory?.usagePercent == sample.memory?.usagePercent)
            #expect((usages.memory == nil) == (sample.memory == nil))
            #expect(usages.disk?.usagePercent == sample.disk?.usagePercent)
            #expect(usages.disk?.path == sample.disk?.path)
            #expect((usages.disk == nil) == (sample.disk == nil))
            #expect(usages.disks.map(\.usagePercent) == sample.disks.map(\.usagePercent))
            #expect(usages.disks.map(\.path) == sample.disks.map(\.path))
            #expect(usages.gpus.map(\.usagePercent) == sample.gpus.map(\.usagePercent))
            #expect(usages.system?.hostname == sample.system?.hostname)
            #expect(usages.alerts == sample.alerts)
            #expect(part.raw.isEmpty)
        }
    }

    @Test func `The text alone is the text; with the details everything is there but the text`() throws {
        for text in Self.texts {
            let whole = try Self.read(text, .all)
            #expect(try Self.read(text, .text).raw == text)
            var part = try Self.read(text, [.usages, .details])
            part.raw = text
            #expect(part == whole)
        }
    }

    @Test(arguments: [MessageParts.usages, .text, []]) func `All of a message is checked all the same`(
        _ parts: MessageParts
    ) throws {
        for text in ["", "[]", #"{"type":"monitoring_data","data":{"x":tru}}"#, #"{"type":1}"#, "{}"] {
            let error = try readError(Array(text.utf8))
            #expect(throws: error) { try Self.read(text, parts) }
        }
    }
}
