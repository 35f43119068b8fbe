import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// Turns what NIO and the system report into `WebSocketTransportError`, in words.
enum ErrorMapping {
    /// Why no TCP connection came about.
    static func connectFailure(
        _ error: any Error, host: String, port: Int, configuration: WebSocketConfiguration
    ) -> WebSocketTransportError {
        let lookup = error as? NIOConnectionError
        // One error for each address of the name. A refusal tells most: a machine is there.
        let causes = lookup.map { $0.connectionErrors.map(\.error) } ?? [error]
        if causes.contains(where: { ($0 as? IOError)?.errnoCode == ECONNREFUSED }) {
            return .connectionRefused(host: host, port: port)
        }
        if let cause = causes.last {
            if case ChannelError.connectTimeout = cause {
                return .connectTimedOut(host: host, port: port, after: configuration.connectTimeout)
            }
            return .unreachable(host: host, port: port, detail: words(for: cause))
        }
        let unknown = (lookup?.dnsAAAAError ?? lookup?.dnsAError) as? SocketAddressError.UnknownHost
        return .nameNotResolved(host: host, detail: unknown?.errorDescription ?? "it has no address")
    }

    /// Why a new socket could not be set up: most often because it is closed again already.
    static func setupFailure(_ error: any Error) -> WebSocketTransportError {
        error as? WebSocketTransportError ?? .connectionLost(detail: endOfConnection(error))
    }

    /// Why the opening handshake failed, TLS included.
    static func handshakeFailure(
        _ error: any Error, uri: WebSocketURI, context: ChannelHandlerContext
    ) -> WebSocketTransportError {
        if let error = error as? WebSocketTransportError {
            return error
        }
        if error as? NIOSSLError == .uncleanShutdown {
            return .handshakeInvalid(detail: closedWithoutAnswer(uri))
        }
        if let detail = TLSFailure.words(for: error, host: uri.host, peer: TLSFailure.certificate(of: context)) {
            return .tlsFailed(host: uri.host, detail: detail)
        }
        return .connectionLost(detail: endOfConnection(error))
    }

    /// The server hung up instead of answering.
    static func closedWithoutAnswer(_ uri: WebSocketURI) -> String {
        "the server closed the connection without an answer" + (uri.isSecure ? "" : "; if it speaks TLS, use wss://")
    }

    /// Why a send failed.
    static func sendFailure(_ error: any Error) -> any Error {
        switch error {
        case is WebSocketTransportError, is CancellationError: error
        case is ChannelError: WebSocketTransportError.notConnected
        default: WebSocketTransportError.connectionLost(detail: endOfConnection(error))
        }
    }

    /// How an established connection ended without a close frame; nil is a plain end of the stream.
    static func endOfConnection(_ error: (any Error)?) -> String {
        guard let error, !(error is ChannelError), error as? NIOSSLError != .uncleanShutdown else {
            return "the server closed the connection without a close frame"
        }
        return words(for: error)
    }

    /// What the system says, in words.
    static func words(for error: any Error) -> String {
        guard let code = (error as? IOError)?.errnoCode else {
            return "the connection failed"
        }
        switch code {
        case ECONNRESET: return "the server reset the connection"
        case EPIPE: return "the server closed the connection"
        case ETIMEDOUT: return "the server stopped answering"
        case ENETUNREACH, ENETDOWN: return "the network is unreachable"
        case EHOSTUNREACH, EHOSTDOWN: return "there is no route to the host"
        case EADDRNOTAVAIL: return "this machine has no address for it"
        case EACCES, EPERM: return "a local rule forbids the connection"
        default: return String(cString: strerror(code)).lowercased()
        }
    }
}
