import NIOCore

/// Where a server listens.
public struct ListeningAddress: Sendable, Hashable, CustomStringConvertible {
    /// The host as it was asked for.
    public var host: String
    /// The TCP port, also where a free one was asked for.
    public var port: Int
    /// Whether it speaks TLS.
    public var isSecure: Bool

    /// The URI of the server, such as `ws://127.0.0.1:8765`.
    public var description: String {
        "\(isSecure ? "wss" : "ws")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    /// Whether `host` is an address rather than a name.
    static func isLiteral(_ host: String) -> Bool {
        (try? SocketAddress(ipAddress: host, port: 0)) != nil
    }
}

extension SocketAddress {
    /// Whether only this machine can reach the address (RFC 5735 section 3, RFC 4291 section 2.5.3).
    var isLoopback: Bool {
        guard let address = ipAddress else { return false }
        return switch self {
        case .v4: address.hasPrefix("127.")
        case .v6: address == "::1"
        case .unixDomainSocket: false
        }
    }
}
