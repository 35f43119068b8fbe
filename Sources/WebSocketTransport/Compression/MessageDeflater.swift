import CZlib
import NIOCore

/// Packs the messages that one connection sends (RFC 7692 section 7.2.1).
///
/// A class, because zlib's state must not move.
final class MessageDeflater {
    /// Shorter messages are sent as they are: packing them saves nothing. A command to the server is one.
    private static let minimumBytes = 128
    /// zlib's own default of 8 needs 256 KiB a connection, 5 needs 144 KiB and packs JSON as well within 1 %.
    private static let memoryLevel: Int32 = 5
    private static let chunkBytes = 16 * 1024
    /// zlib's end of a flush, which is not sent.
    private static let tailBytes = 4

    private let direction: PerMessageDeflate.Direction
    /// Made for the first message that is packed.
    private var stream: UnsafeMutablePointer<z_stream>?
    /// Empty before that: most clients never send anything long.
    private var chunk: [UInt8] = []

    init(_ direction: PerMessageDeflate.Direction) {
        self.direction = direction
    }

    deinit {
        guard let stream else { return }
        deflateEnd(stream)
        stream.deallocate()
    }

    /// The message packed, or nil when it is to be sent as it is.
    func deflate(_ message: ByteBuffer) -> ByteBuffer? {
        // zlib cannot pack with a window of 256 bytes; and a message may always be sent as it is.
        guard message.readableBytes >= Self.minimumBytes, direction.windowBits > 8, let stream = openStream() else {
            return nil
        }
        let packed = flush(Array(message.readableBytesView), through: stream)
        let isUseful = packed.count - Self.tailBytes < message.readableBytes
        // What is not sent must not be referred to.
        if !direction.keepsContext || !isUseful { deflateReset(stream) }
        return isUseful ? ByteBuffer(bytes: packed.dropLast(Self.tailBytes)) : nil
    }

    private func openStream() -> UnsafeMutablePointer<z_stream>? {
        if let stream { return stream }
        let new = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        new.initialize(to: z_stream())
        guard czlib_deflate_init(new, Int32(direction.windowBits), Self.memoryLevel) == Z_OK else {
            new.deallocate()
            return nil
        }
        stream = new
        chunk = [UInt8](repeating: 0, count: Self.chunkBytes)
        return new
    }

    private func flush(_ input: [UInt8], through stream: UnsafeMutablePointer<z_stream>) -> [UInt8] {
        var packed: [UInt8] = []
        input.withUnsafeBufferPointer { input in
            // zlib reads only from what it is given as not constant.
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.pointee.avail_in = UInt32(clamping: input.count)
            var produced: Int
            repeat {
                produced = chunk.withUnsafeMutableBufferPointer { output in
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(clamping: output.count)
                    CZlib.deflate(stream, Z_SYNC_FLUSH)
                    return output.count - Int(stream.pointee.avail_out)
                }
                packed += chunk.prefix(produced)
            } while produced == chunk.count
        }
        return packed
    }
}
