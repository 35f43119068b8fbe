import Glibc

/// The servers that are reached without a proxy: `NO_PROXY`, and this machine.
///
/// Entries stand between commas or blanks: `*` for all, a name for itself and what is below it (with or without a dot before
/// it), an address, or a block of addresses such as 10.0.0.0/8; each with an optional `:PORT`.
struct ProxyExceptions: Sendable, Equatable {
    private struct Entry: Equatable {
        enum Hosts: Equatable {
            case all
            /// This name, and what ends with a dot and it.
            case name(String)
            case addresses(IPAddressBlock)
        }

        var hosts: Hosts
        /// nil is any.
        var port: Int?
    }

    private let entries: [Entry]

    /// Reads the list; what is neither a name nor an address matches nothing.
    init(parsing text: String) {
        entries = text.split { $0 == "," || $0.isWhitespace }.map { Self.entry($0.lowercased()) }
    }

    func contain(_ uri: WebSocketURI) -> Bool {
        let name = uri.host.lowercased()
        let host = name.hasSuffix(".") ? String(name.dropLast()) : name
        let address = IPAddressBlock.bytes(of: host)
        if host == "localhost" || host.hasSuffix(".localhost") { return true }
        if let address, Self.loopback.contains(where: { $0.contains(address) }) { return true }
        return entries.contains { entry in
            guard entry.port == nil || entry.port == uri.port else { return false }
            switch entry.hosts {
            case .all: return true
            case .name(let name): return address == nil && (host == name || host.hasSuffix("." + name))
            case .addresses(let block): return address.map(block.contains) ?? false
            }
        }
    }

    private static let loopback = ["127.0.0.0/8", "::1"].compactMap(IPAddressBlock.init)

    private static func entry(_ text: String) -> Entry {
        if text == "*" { return Entry(hosts: .all) }
        if let block = IPAddressBlock(text) { return Entry(hosts: .addresses(block)) }
        var host = text[...]
        var port: Int?
        if let colon = text.lastIndex(of: ":"), let number = Int(text[text.index(after: colon)...]) {
            (host, port) = (text[..<colon], number)
        }
        if host.first == "[", host.last == "]" { host = host.dropFirst().dropLast() }
        if host == "*" { return Entry(hosts: .all, port: port) }
        if let block = IPAddressBlock(String(host)) { return Entry(hosts: .addresses(block), port: port) }
        if host.hasPrefix("*.") { host = host.dropFirst() }
        return Entry(hosts: .name(String(host.hasPrefix(".") ? host.dropFirst() : host)), port: port)
    }
}

/// An address, or those that begin with the same bits (RFC 4632 section 3.1).
struct IPAddressBlock: Sendable, Equatable {
    private let bytes: [UInt8]
    private let prefixBits: Int

    /// Reads "10.0.0.0/8", "fe80::/10", or an address alone.
    init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first.flatMap({ Self.bytes(of: String($0)) }) else { return nil }
        bytes = address
        guard parts.count > 1 else {
            prefixBits = address.count * 8
            return
        }
        guard let bits = Int(parts[1]), 0...(address.count * 8) ~= bits else { return nil }
        prefixBits = bits
    }

    /// An address's 4 or 16 bytes, without a zone; nil for a text that is none.
    static func bytes(of text: String) -> [UInt8]? {
        let address = String(text.prefix { $0 != "%" })
        for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: count)
            if inet_pton(family, address, &bytes) == 1 { return bytes }
        }
        return nil
    }

    func contains(_ address: [UInt8]) -> Bool {
        guard address.count == bytes.count else { return false }
        return zip(address, bytes).enumerated().allSatisfy { index, pair in
            let bits = min(8, max(0, prefixBits - 8 * index))
            let mask = UInt8(truncatingIfNeeded: 0xFF << (8 - bits))
            return (pair.0 ^ pair.1) & mask == 0
        }
    }
}
