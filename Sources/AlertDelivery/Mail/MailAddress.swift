/// An address of RFC 5321 that goes into the dialogue and a header as it is: ASCII, a dot-atom and a domain. Quoted local
/// parts and address literals, which nobody gets alerts at, are left out, and with them all that could end a line.
public struct MailAddress: Sendable, Hashable, CustomStringConvertible {
    /// The address, `local@domain`.
    public let description: String

    /// RFC 5321 section 4.5.3.1.
    private static let localLimit = 64
    private static let domainLimit = 255

    /// nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let local = parts.first, let domain = parts.last,
            (1...Self.localLimit).contains(local.utf8.count), (1...Self.domainLimit).contains(domain.utf8.count),
            Self.isDotted(local, Self.isAtomByte), Self.isDotted(domain, Self.isDomainByte)
        else { return nil }
        description = text
    }

    private static func isDotted(_ text: Substring, _ isAllowed: (UInt8) -> Bool) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy(isAllowed)
        }
    }

    /// RFC 5322 section 3.2.3, `atext`.
    private static func isAtomByte(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    private static func isDomainByte(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte == UInt8(ascii: "-")
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
