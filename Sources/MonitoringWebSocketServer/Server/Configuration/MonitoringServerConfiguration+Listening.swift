import Glibc
import NIOCore
import NIOPosix
import WebSocketTransport

extension MonitoringServerConfiguration {
    /// - Throws: `MonitoringServerError.invalidSetting`.
    func check() throws(MonitoringServerError) {
        guard (0...65535).contains(port) else {
            throw .invalidSetting(detail: "the port \(port) is none; use 0 to 65535")
        }
        guard interval >= .milliseconds(10) else {
            throw .invalidSetting(detail: "the interval is too short; use at least 0.01 s")
        }
        guard limits.maximumClients > 0 else {
            throw .invalidSetting(detail: "a server needs room for at least one client")
        }
        switch access.credential {
        case nil:
            break
        case .bearerToken(let token):
            // RFC 6750 section 2.1 allows less; what a header cannot carry could never match.
            guard !token.isEmpty, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw .invalidSetting(detail: "the token is empty, or has other characters than visible ASCII ones")
            }
        case .header(let name, let value):
            guard name.isHTTPToken, !value.isEmpty, value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
                throw .invalidSetting(detail: "the required header is not of the form \"Name: value\"")
            }
        }
    }

    /// The address to listen on. A name is looked up on a thread that may wait for that.
    /// - Throws: `.hostNotResolved`; `.unauthenticated` for one that other machines reach, without a credential.
    func resolve() async throws(MonitoringServerError) -> SocketAddress {
        let address: SocketAddress
        do {
            if let given = try? SocketAddress(ipAddress: host, port: port) {
                address = given
            } else {
                address = try await NIOThreadPool.singleton.runIfActive {
                    try SocketAddress.makeAddressResolvingHost(host, port: port)
                }
            }
        } catch {
            throw .hostNotResolved(host: host)
        }
        guard address.isLoopback || access.credential != nil || access.allowsUnauthenticatedRemote else {
            throw .unauthenticated(host: host)
        }
        return address
    }

    /// Why listening failed, in words.
    func listeningError(_ error: any Error) -> MonitoringServerError {
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE: .portInUse(host: host, port: port)
        case EACCES, EPERM: .portNotAllowed(port: port)
        case EADDRNOTAVAIL: .addressNotOfThisMachine(host: host)
        case let code?: .cannotListen(host: host, port: port, detail: String(cString: strerror(code)).lowercased())
        case nil: .cannotListen(host: host, port: port, detail: "\(error)")
        }
    }
}
