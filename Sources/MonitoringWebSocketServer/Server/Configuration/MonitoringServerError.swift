/// Why a server cannot listen. Descriptions say what is wrong and what to do, on one line.
public enum MonitoringServerError: Error, Sendable, Equatable {
    /// Another program listens there.
    case portInUse(host: String, port: Int)
    /// The system does not allow this port to this user.
    case portNotAllowed(port: Int)
    /// This machine does not have the address.
    case addressNotOfThisMachine(host: String)
    /// The name has no address.
    case hostNotResolved(host: String)
    /// Anything else that the system says about listening.
    case cannotListen(host: String, port: Int, detail: String)
    /// Other machines could connect without a credential.
    case unauthenticated(host: String)
    /// A file of the certificate or its key.
    case unusableFile(path: String, detail: String)
    /// A setting that makes no sense.
    case invalidSetting(detail: String)
}

extension MonitoringServerError: CustomStringConvertible {
    /// What is wrong, and what to do; without the full stop.
    public var description: String {
        switch self {
        case .portInUse(let host, let port):
            "port \(port) of \(host) is in use by another program; choose another one, or 0 for a free one"
        case .portNotAllowed(let port):
            "port \(port) needs rights that this user does not have; use a port from 1024 up"
        case .addressNotOfThisMachine(let host):
            "\(host) is no address of this machine; use 127.0.0.1, 0.0.0.0, or an address that `ip address` lists"
        case .hostNotResolved(let host):
            "the name \(host) has no address; use an address of this machine"
        case .cannotListen(let host, let port, let detail):
            "port \(port) of \(host) cannot be listened on: \(detail)"
        case .unauthenticated(let host):
            "other machines can reach \(host), so a token is required, or the permission to do without"
        case .unusableFile(let path, let detail):
            "\(path) cannot be used: \(detail)"
        case .invalidSetting(let detail):
            detail
        }
    }
}
