/// Delta encoding of a message against a base that is much like it, which the messages of one server are: the same fields
/// with other figures.
///
/// A delta is a series of edits: a number of bytes that are as in the base, a number of bytes of the base that are left out,
/// and a number of bytes that follow and come in their place.
enum MessageDelta {
    /// Appends the delta that makes `message` of `base`.
    static func append(of message: ArraySlice<UInt8>, from base: ArraySlice<UInt8>, to delta: inout [UInt8]) {
        var (next, baseNext) = (message.startIndex, base.startIndex)
        while next < message.endIndex || baseNext < base.endIndex {
            let start = next
            while next < message.endIndex, baseNext < base.endIndex, message[next] == base[baseNext] {
                next += 1
                baseNext += 1
            }
            let (end, baseEnd) = (valueEnd(in: message, from: next), valueEnd(in: base, from: baseNext))
            delta.append(varint: UInt64(next - start))
            delta.append(varint: UInt64(baseEnd - baseNext))
            delta.append(varint: UInt64(end - next))
            delta.append(contentsOf: message[next..<end])
            (next, baseNext) = (end, baseEnd)
        }
    }

    /// The message that `delta`, which `append` has made, makes of `base`.
    static func message(_ delta: ArraySlice<UInt8>, from base: ArraySlice<UInt8>) -> [UInt8] {
        var delta = delta
        var message: [UInt8] = []
        message.reserveCapacity(base.count)
        var baseNext = base.startIndex
        while !delta.isEmpty {
            let copied = Int(delta.removeFirstVarint())
            let removed = Int(delta.removeFirstVarint())
            let inserted = Int(delta.removeFirstVarint())
            message.append(contentsOf: base[baseNext..<baseNext + copied])
            message.append(contentsOf: delta.prefix(inserted))
            delta.removeFirst(inserted)
            baseNext += copied + removed
        }
        return message
    }

    /// Where a value that differs is over, and both messages may be the same again.
    private static func valueEnd(in message: ArraySlice<UInt8>, from start: Int) -> Int {
        var end = start
        while end < message.endIndex {
            switch message[end] {
            case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: "\""):
                // Where both are at the end of a value, but of another kind, there must be progress too.
                return end > start ? end : end + 1
            default: end += 1
            }
        }
        return end
    }
}

extension [UInt8] {
    /// Seven bits a byte, the low ones first; the last byte's top bit is 0 (LEB128).
    mutating func append(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    /// Small numbers of either sign are short (ZigZag).
    mutating func append(signedVarint value: Int64) {
        append(varint: UInt64(bitPattern: value << 1 ^ value >> 63))
    }
}

extension ArraySlice<UInt8> {
    mutating func removeFirstVarint() -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = popFirst() {
            value |= UInt64(byte & 0x7F) << shift
            guard byte & 0x80 != 0 else { break }
            shift += 7
        }
        return value
    }

    mutating func removeFirstSignedVarint() -> Int64 {
        let value = removeFirstVarint()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }
}
