import NIOCore
import WebSocketTransport

/// Gives any bytes to everything that reads bytes of a peer, and checks what must hold whatever they are. A trap is a
/// finding as well.
package enum ParserFuzzing {
    /// What reads the input; its first byte chooses.
    package enum Subject: UInt8, CaseIterable, Sendable {
        case frames, compressedFrames, forgetfulFrames, maskedFrames, response, extensions, location
    }

    /// A rule that did not hold.
    package struct Finding: Error, CustomStringConvertible {
        package let description: String
    }

    /// Bytes of a message at most; small, so that inputs reach it.
    package static let limit = 4096

    /// - Parameter input: The subject, the size of the pieces to split the rest into, and the rest.
    /// - Throws: `Finding`.
    package static func run(_ input: some Collection<UInt8>) throws(Finding) {
        let head = Array(input.prefix(2))
        let bytes = Array(input.dropFirst(2))
        guard head.count == 2 else { return }
        let size = Int(head[1] % 16) + 1
        switch Subject.allCases[Int(head[0]) % Subject.allCases.count] {
        case .frames: try FrameFuzzing(role: .client, compression: nil).run(bytes, size: size)
        case .compressedFrames: try FrameFuzzing(role: .client, compression: .init()).run(bytes, size: size)
        case .forgetfulFrames:
            let direction = PerMessageDeflate.Direction(windowBits: 9, keepsContext: false)
            try FrameFuzzing(role: .client, compression: direction).run(bytes, size: size)
        case .maskedFrames: try FrameFuzzing(role: .server, compression: .init()).run(bytes, size: size)
        case .response: try ResponseFuzzing.run(bytes, size: size)
        case .extensions: try ResponseFuzzing.runExtensions(bytes)
        case .location: try LocationFuzzing.run(bytes)
        }
    }

    static func check(_ condition: Bool, _ rule: String) throws(Finding) {
        guard condition else { throw Finding(description: rule) }
    }

    static func pieces(of bytes: [UInt8], size: Int) -> [[UInt8]] {
        stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
    }
}
