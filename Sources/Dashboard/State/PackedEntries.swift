import DequeModule
import MonitoringMessages

/// Entries of a history as bytes, a tenth of their size: each as what makes it of the one after it. Nothing is lost.
///
/// A packed entry is the length of what follows it, what `removeFirst` has to tell, the times that lie between it and the
/// entry after it, and the delta of its message. Numbers are varints, times nanoseconds.
struct PackedEntries: Sendable, Equatable {
    /// Oldest first.
    private var bytes: Deque<UInt8> = []
    private(set) var count = 0

    /// Adds an entry that is newer than the others.
    /// - Parameter next: The entry after it.
    mutating func append(_ entry: SampleHistory.Entry, before next: SampleHistory.Entry) {
        let (moment, nextMoment) = (entry.sample.moment, next.sample.moment)
        var record: [UInt8] = []
        record.append(varint: UInt64(entry.sample.rawBytes.count))
        record.append(signedVarint: entry.gapBefore?.nanoseconds ?? 0)
        record.append(varint: UInt64(entry.droppedBefore))
        record.append(signedVarint: (nextMoment.monotonic - moment.monotonic).nanoseconds)
        record.append(signedVarint: nextMoment.wall.nanosecondsSinceEpoch &- moment.wall.nanosecondsSinceEpoch)
        record.append(signedVarint: Int64(moment.wall.utcOffsetSeconds))
        MessageDelta.append(of: entry.sample.rawBytes, from: next.sample.rawBytes, to: &record)
        var length: [UInt8] = []
        length.append(varint: UInt64(record.count))
        bytes.append(contentsOf: length)
        bytes.append(contentsOf: record)
        count += 1
    }

    /// Drops the oldest entry.
    /// - Returns: The bytes of its message, and the lines that the log showed for what is missing before it; nil when there
    ///   is none.
    mutating func removeFirst() -> (messageBytes: Int, markerCount: Int)? {
        guard count > 0 else { return nil }
        // Longer than the numbers in front of the delta.
        var numbers = ArraySlice(bytes.prefix(64))
        let length = Int(numbers.removeFirstVarint())
        let lengthBytes = numbers.startIndex
        let messageBytes = Int(numbers.removeFirstVarint())
        let hasGap = numbers.removeFirstSignedVarint() != 0
        let hasDropped = numbers.removeFirstVarint() != 0
        bytes.removeFirst(lengthBytes + length)
        count -= 1
        return (messageBytes, (hasGap ? 1 : 0) + (hasDropped ? 1 : 0))
    }

    /// All of them, oldest first.
    /// - Parameter next: The entry after the newest of them.
    func entries(before next: SampleHistory.Entry) -> [SampleHistory.Entry] {
        var rest = ArraySlice(bytes)
        var records: [ArraySlice<UInt8>] = []
        while !rest.isEmpty {
            let length = Int(rest.removeFirstVarint())
            records.append(rest.prefix(length))
            rest.removeFirst(length)
        }
        // Whatever the limit was that they were read with.
        let reader = MessageReader(maximumBytes: .max)
        var entries: [SampleHistory.Entry] = []
        for var record in records.reversed() {
            let next = (entries.last ?? next).sample
            _ = record.removeFirstVarint()
            let gap = record.removeFirstSignedVarint()
            let dropped = Int(record.removeFirstVarint())
            var moment = next.moment
            moment.monotonic -= .nanoseconds(record.removeFirstSignedVarint())
            moment.wall.nanosecondsSinceEpoch &-= record.removeFirstSignedVarint()
            moment.wall.utcOffsetSeconds = Int32(truncatingIfNeeded: record.removeFirstSignedVarint())
            let message = MessageDelta.message(record, from: next.rawBytes)
            entries.append(
                SampleHistory.Entry(
                    ReceivedSample(moment: moment, sample: Self.sample(message, reader), rawBytes: message[...]),
                    gapBefore: gap == 0 ? nil : .nanoseconds(gap), droppedBefore: dropped))
        }
        return entries.reversed()
    }

    /// What has been read as a sample before is one.
    private static func sample(_ message: [UInt8], _ reader: MessageReader) -> MonitoringSample {
        if case .monitoringData(let sample)? = try? reader.read(message).message { sample } else { MonitoringSample() }
    }
}

extension Duration {
    /// Whole nanoseconds.
    fileprivate var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds &* 1_000_000_000 &+ attoseconds / 1_000_000_000
    }
}
