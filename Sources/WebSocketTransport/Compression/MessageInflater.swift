import CZlib

/// Unpacks the compressed messages of one connection (RFC 7692 section 7.2.2), piece by piece as they arrive.
///
/// A class, because zlib's state must not move. It needs 40 KiB, so it is made for the first compressed message.
final class MessageInflater {
    /// Unpacked bytes passed on at a time. A message can unpack to a thousand times its size, so this is also what it can
    /// get above a limit before that is noticed. A sample fits, and a thousand connections have one each.
    private static let chunkBytes = 4 * 1024
    /// What a sender takes off the end of a message.
    private static let tail: ArraySlice<UInt8> = [0x00, 0x00, 0xFF, 0xFF]
    /// The bit of `z_stream.data_type` that says that no DEFLATE block is open.
    private static let isBetweenBlocks: Int32 = 128

    private let stream: UnsafeMutablePointer<z_stream>
    private let keepsContext: Bool
    private var chunk = [UInt8](repeating: 0, count: chunkBytes)

    /// - Throws: 1011 when zlib gets no memory.
    init(_ direction: PerMessageDeflate.Direction) throws(ProtocolViolation) {
        keepsContext = direction.keepsContext
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // Some senders that agree to 8 use 9, because zlib cannot compress with 8; a larger window reads both.
        guard czlib_inflate_init(stream, Int32(max(9, direction.windowBits))) == Z_OK else {
            throw ProtocolViolation(.internalError, "there is no memory to unpack a message")
        }
    }

    deinit {
        // Fails for a stream that was never set up, and then there is nothing to give back.
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Unpacks the next bytes of a message.
    /// - Parameters:
    ///   - endsMessage: Whether the message ends with them.
    ///   - body: Takes what they unpack to, a chunk at a time.
    /// - Throws: 1007 for bytes that are not DEFLATE's, and what `body` throws; the inflater is of no more use then.
    func inflate(
        _ bytes: ArraySlice<UInt8>, endsMessage: Bool, _ body: (ArraySlice<UInt8>) throws(ProtocolViolation) -> Void
    ) throws(ProtocolViolation) {
        try inflate(bytes, body)
        guard endsMessage else { return }
        try inflate(Self.tail, body)
        guard stream.pointee.data_type & Self.isBetweenBlocks != 0 else {
            throw ProtocolViolation(.invalidPayloadData, "a compressed message is cut short")
        }
        if !keepsContext { inflateReset(stream) }
    }

    private func inflate(
        _ input: ArraySlice<UInt8>, _ body: (ArraySlice<UInt8>) throws(ProtocolViolation) -> Void
    ) throws(ProtocolViolation) {
        var rest = input
        var isOutputFull = false
        while !rest.isEmpty || isOutputFull {
            let step = step(rest)
            rest = rest.dropFirst(step.consumed)
            isOutputFull = step.produced == chunk.count
            if step.produced > 0 { try body(chunk.prefix(step.produced)) }
            switch step.status {
            case Z_OK: break
            // The sender ended its DEFLATE stream, which it may do; what follows begins a new one (section 7.2.3.4).
            case Z_STREAM_END: inflateReset(stream)
            // No progress is possible: everything is unpacked.
            case Z_BUF_ERROR: return
            default: throw ProtocolViolation(.invalidPayloadData, "a compressed message cannot be unpacked")
            }
        }
    }

    private func step(_ input: ArraySlice<UInt8>) -> (status: Int32, consumed: Int, produced: Int) {
        input.withUnsafeBufferPointer { input in
            chunk.withUnsafeMutableBufferPointer { output in
                // zlib reads only from what it is given as not constant.
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.pointee.avail_in = UInt32(clamping: input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(clamping: output.count)
                let given = stream.pointee.avail_in
                let status = CZlib.inflate(stream, Z_SYNC_FLUSH)
                return (
                    status, Int(given - stream.pointee.avail_in), output.count - Int(stream.pointee.avail_out)
                )
            }
        }
    }
}
