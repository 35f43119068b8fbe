package import Foundation

extension FileHandle {
    /// Blocks until something has come; empty at the end. Foundation's `availableData` ends the whole program on an error,
    /// such as a connection that the other side has cut.
    package func nextData() throws -> Data {
        var bytes = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Foundation.read(fileDescriptor, &bytes, bytes.count)
            if count >= 0 { return Data(bytes[..<count]) }
            guard errno == EINTR else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        }
    }
}
