import NIOCore

/// The request for a tunnel through a proxy, and what its answer means (RFC 9110 section 9.3.6): pure.
struct ProxyTunnel: Sendable {
    let proxy: ProxyAddress
    private let target: String

    init(to uri: WebSocketURI, through proxy: ProxyAddress) {
        self.proxy = proxy
        let host = uri.host.contains(":") ? "[\(uri.host.prefix { $0 != "%" })]" : uri.host
        target = "\(host):\(uri.port)"
    }

    /// The request's bytes.
    var request: ByteBuffer {
        var lines = ["CONNECT \(target) HTTP/1.1", "Host: \(target)"]
        if let authorization = proxy.authorization {
            lines.append("Proxy-Authorization: \(authorization)")
        }
        return ByteBuffer(string: lines.map { $0 + "\r\n" }.joined() + "\r\n")
    }

    /// Checks the final answer.
    /// - Throws: `.proxyFailed`, which says whose fault it is.
    func check(_ response: HTTPResponseHead) throws(WebSocketTransportError) {
        guard !(200...299).contains(response.status) else { return }
        throw .proxyFailed(proxy: proxy.description, detail: words(for: response), status: response.status)
    }

    func failure(_ detail: String) -> WebSocketTransportError {
        .proxyFailed(proxy: proxy.description, detail: detail)
    }

    /// Why there is no TCP connection to the proxy.
    func failure(connecting error: WebSocketTransportError) -> WebSocketTransportError {
        let fix = "check \(proxy.variable), or name the server in NO_PROXY"
        return switch error {
        case .nameNotResolved(_, let detail): failure("its name could not be resolved: \(detail); \(fix)")
        case .connectionRefused: failure("nothing listens there; \(fix)")
        case .connectTimedOut: failure("it does not answer; \(fix)")
        case .unreachable(_, _, let detail): failure("it cannot be reached: \(detail); \(fix)")
        default: error
        }
    }

    private func words(for response: HTTPResponseHead) -> String {
        let reason = response.reason.isEmpty ? HTTPStatus.reason(of: response.status) : response.reason
        let answer = "HTTP \(response.status)\(reason.isEmpty ? "" : " \(reason)")"
        switch response.status {
        case 407 where proxy.authorization == nil:
            return "it wants a user name and password (\(answer)); "
                + "give them in \(proxy.variable) as http://USER:PASSWORD@HOST:PORT"
        case 407:
            return "it does not accept the user name and password of \(proxy.variable) (\(answer)); correct them"
        case 403, 405:
            return
                "it does not allow connections to \(target) (\(answer)); ask who runs it, or name the server in NO_PROXY"
        case 502, 503, 504:
            return "it cannot reach \(target) (\(answer)); check the server's name and port"
        default:
            return "it answered the request for a tunnel to \(target) with \(answer)"
        }
    }
}
