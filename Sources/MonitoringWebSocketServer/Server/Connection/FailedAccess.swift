import NIOCore

/// Remembers from where wrong credentials came, so that none can be guessed by trying: an address that has used up its
/// failures is not listened to for a moment, right credentials or not. One that only has an old token is not locked out.
struct FailedAccess: Sendable {
    /// What is said to those who have to wait.
    static let refusal = HTTPRefusal(
        429, "Too many wrong credentials came from this address; try again in a second.", fields: [("Retry-After", "1")]
    )

    /// Failures of one address a second, and at once: a person's mistakes, and some clients that connect again and again.
    private static let perSecond = 1
    private static let atOnce = 10
    /// Addresses remembered. A network of more that try can be remembered no better than one that changes its address.
    private static let maximumAddresses = 10_000

    private var allowances: [[UInt8]: Allowance] = [:]

    /// Whether an address has to wait.
    func mustWait(_ address: SocketAddress?, at now: NIODeadline) -> Bool {
        guard let origin = address?.origin else { return false }
        return allowances[origin]?.isUsedUp(at: now) ?? false
    }

    /// A request from there had no right credential.
    mutating func count(_ address: SocketAddress?, at now: NIODeadline) {
        guard let origin = address?.origin else { return }
        if allowances[origin] == nil, allowances.count >= Self.maximumAddresses { forgetOld(at: now) }
        _ = allowances[origin, default: Allowance(perSecond: Self.perSecond, atOnce: Self.atOnce, now: now)]
            .take(at: now)
    }

    private mutating func forgetOld(at now: NIODeadline) {
        allowances = allowances.filter { !$0.value.isFull(at: now) }
        if allowances.count >= Self.maximumAddresses { allowances = [:] }
    }
}

extension SocketAddress {
    /// Who is behind an address: all of IPv4, and of IPv6 the 64 bits that one customer has (RFC 6177 section 2).
    /// An IPv4 address in an IPv6 one (RFC 4291 section 2.5.5.2) is itself.
    var origin: [UInt8]? {
        // As the kernel has it: sockaddr_in(7) has the address behind family and port, sockaddr_in6(7) behind the flow too.
        let bytes = withSockAddr { Array(UnsafeRawBufferPointer(start: $0, count: $1)) }
        switch self {
        case .v4:
            return Array(bytes.dropFirst(4).prefix(4))
        case .v6:
            let address = bytes.dropFirst(8).prefix(16)
            let isIPv4 = address.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF])
            return Array(isIPv4 ? address.suffix(4) : address.prefix(8))
        case .unixDomainSocket:
            return nil
        }
    }
}
