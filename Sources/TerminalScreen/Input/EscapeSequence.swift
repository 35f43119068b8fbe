/// Where a control sequence ends (ECMA-48 section 5.4 and 5.6): what follows Escape, scalar by scalar.
struct EscapeSequence {
    /// The longest one that is followed; no terminal sends a longer one by itself.
    private static let longest = 256

    private enum Kind {
        /// Alt and a key: the one scalar was all.
        case single
        /// SS3: one more.
        case singleShift
        /// CSI: parameters, then a final byte from 0x40 to 0x7E.
        case control
        /// OSC, DCS and their like: up to BEL, or the backslash of ST.
        case string
    }

    private let kind: Kind
    private var length = 0
    private(set) var isComplete: Bool

    /// - Parameter introducer: the scalar right behind Escape.
    init(introducer: UInt32) {
        switch introducer {
        case 0x4f: kind = .singleShift
        case 0x5b: kind = .control
        case 0x50, 0x58, 0x5d, 0x5e, 0x5f: kind = .string
        default: kind = .single
        }
        isComplete = kind == .single
    }

    mutating func take(_ scalar: UInt32) {
        length += 1
        switch kind {
        case .single, .singleShift: isComplete = true
        case .control: isComplete = (0x40...0x7e).contains(scalar)
        case .string: isComplete = scalar == 0x07 || scalar == 0x5c
        }
        if length >= Self.longest { isComplete = true }
    }
}
