import MonitoringMessages
import Testing

@testable import Dashboard

@Suite struct HistoryPackingTests {
    /// A message as it comes over the wire, sent and received at second `step`.
    private static func received(
        _ step: Int, cores: Int = 16, gpus: Int = 1, alert: Bool = false, dialect: MessageDialect = .published
    ) throws -> ReceivedSample {
        let sent = Fixtures.sample(step, cores: cores, gpus: gpus, alert: alert)
        let text = MessageWriter.text(.monitoringData(sent.sample), dialect: dialect)
        return try received(text, at: sent.moment)
    }

    private static func received(_ text: String, at moment: Moment) throws -> ReceivedSample {
        let message = try MessageReader().read(Array(text.utf8))
        guard case .monitoringData(let sample) = message.message else { throw NoSample() }
        return ReceivedSample(moment: moment, sample: sample, rawBytes: message.rawBytes)
    }

    private struct NoSample: Error {}

    /// Messages of all shapes in turn: more cores, no GPU, an alert, the other dialect, none at all.
    private static func messages() throws -> [ReceivedSample] {
        var messages = try (0..<8).map { try received($0) }
        messages += try (8..<12).map { try received($0, cores: 2 << ($0 % 3), gpus: $0 % 3, alert: $0 % 2 == 0) }
        // A time without data, with the wall clock set back in it.
        var late = try received(40, dialect: .documented)
        late.moment.wall.nanosecondsSinceEpoch -= 3600 * Fixtures.second
        late.moment.wall.utcOffsetSeconds = -18_000
        messages.append(late)
        messages.append(try received(#"{"type":"monitoring_data"}"#, at: Fixtures.moment(41)))
        messages += try (42..<50).map { try received($0) }
        return messages
    }

    @Test(arguments: [1000, 7, 1])
    func `A history that was packed is the same as one that was not`(_ limit: Int) throws {
        var limits = SampleHistory.Limits()
        limits.samples = limit
        var whole = SampleHistory(limits: limits)
        var packed = whole
        packed.pack()
        for (step, sample) in try Self.messages().enumerated() {
            whole.append(sample)
            packed.append(sample)
            if step % 5 == 3 {
                whole.leaveOut(step)
                packed.leaveOut(step)
            }
            #expect(packed.entries.count == 1)
            #expect(packed.newest == whole.newest)
            #expect((packed.count, packed.markerCount) == (whole.count, whole.markerCount))
            var unpacked = packed
            unpacked.unpack()
            #expect(unpacked == whole)
            // What was opened once is packed again.
            if step == 6 {
                unpacked.pack()
                #expect(unpacked == packed)
            }
        }
        #expect(whole.count == min(limit, 22))
    }

    @Test func `Of messages beyond the bytes of the limit the oldest go, packed or not`() throws {
        let messages = try Self.messages()
        var limits = SampleHistory.Limits()
        limits.bytes = messages.prefix(4).reduce(0) { $0 + $1.rawBytes.count }
        var whole = SampleHistory(limits: limits)
        var packed = whole
        packed.pack()
        for sample in messages {
            whole.append(sample)
            packed.append(sample)
            #expect(packed.count == whole.count)
        }
        #expect(whole.count < messages.count)
        packed.unpack()
        #expect(packed == whole)
    }

    @Test func `Packing nothing and unpacking what is not packed change nothing`() throws {
        var history = SampleHistory()
        history.unpack()
        #expect(history == SampleHistory())
        history.pack()
        #expect(history.count == 0)
        history.append(try Self.received(1))
        history.pack()
        history.unpack()
        #expect(history.entries.map(\.sample) == [try Self.received(1)])
    }

    @Test func `The delta of a message with other figures is a fraction of it`() throws {
        let messages = try (0..<50).map { try Self.received($0, cores: 2).rawBytes }
        for (message, base) in zip(messages, messages.dropFirst()) {
            var delta: [UInt8] = []
            MessageDelta.append(of: message, from: base, to: &delta)
            #expect(delta.count * 5 < message.count, "\(delta.count) bytes of \(message.count)")
        }
    }

    /// Figures, the ends of figures, and what is neither.
    private static let alphabet = Array(#"01,}]"{["#.utf8)

    @Test func `A delta makes any message of any base`() {
        var random = SeededGenerator(seed: 8)
        /// A slice out of the middle, as a message is of what arrived with it.
        func bytes() -> ArraySlice<UInt8> {
            let count = Int.random(in: 0...12, using: &random)
            return (0..<count + 2).compactMap { _ in Self.alphabet.randomElement(using: &random) }[1...count + 1]
                .dropLast()
        }
        for _ in 0..<20_000 {
            let (message, base) = (bytes(), bytes())
            var delta: [UInt8] = []
            MessageDelta.append(of: message, from: base, to: &delta)
            #expect(MessageDelta.message(delta[...], from: base) == Array(message))
        }
    }

    @Test(arguments: [0, 1, 127, 128, 300, Int64.max, -1, -64, -65, Int64.min])
    func `Numbers come out of varints as they went in`(_ number: Int64) {
        var bytes: [UInt8] = [7]
        bytes.append(signedVarint: number)
        bytes.append(varint: UInt64(bitPattern: number))
        var rest = bytes[1...]
        #expect(rest.removeFirstSignedVarint() == number)
        #expect(rest.removeFirstVarint() == UInt64(bitPattern: number))
        #expect(rest.isEmpty)
    }

    /// The keys that lead to what is drawn of the history.
    @Test(arguments: [[], ["["], ["[", "[", "[", "y"], ["e"], ["4"], ["3", "e"]])
    func `A host that is opened late looks as if it had been open all the time`(_ keys: [Character]) throws {
        let size = ScreenSize(columns: 120, rows: 40)
        let samples = try (0..<300).filter { !(100..<130).contains($0) }.map { try Self.received($0) }
        func frame(openingAfter count: Int) -> Frame {
            let seeds = ["a", "b"].map { FleetHostSeed(name: $0, status: Fixtures.status()) }
            var state = FleetState(hosts: seeds, settings: DashboardSettings(), size: size, now: Fixtures.start)
            for (index, sample) in samples.enumerated() {
                if index == count { state.press(.enter) }
                // Away for a while, with the host before or after it on the screen.
                if index == 210 { state.press(.right) }
                if index == 230 { state.press(.left) }
                var update = Fixtures.update([])
                update.samples = [sample]
                _ = state.reduce(.update(update, host: 0))
            }
            if count == samples.count { state.press(.enter) }
            for key in keys { state.press(.character(key)) }
            #expect(state.openName == "a")
            return state.render(size: size)
        }
        let expected = frame(openingAfter: 0)
        #expect(frame(openingAfter: 200) == expected)
        #expect(frame(openingAfter: samples.count) == expected)
    }
}
