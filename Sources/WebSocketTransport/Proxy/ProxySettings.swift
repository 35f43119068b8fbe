/// Which HTTP proxy stands between us and a server, if any: what `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` say.
///
/// `wss` goes by `HTTPS_PROXY` and `ws` by `HTTP_PROXY`; both ask the proxy for a tunnel with CONNECT (RFC 6455 section 4.1).
/// A server on this machine (`localhost`, 127.0.0.0/8, ::1) is always reached without one.
public struct ProxySettings: Sendable, Equatable {
    private struct Setting: Equatable {
        /// The variable that it comes from.
        var name: String
        var text: String
    }

    private var secure: Setting?
    private var plain: Setting?
    private var exceptions = ProxyExceptions(parsing: "")

    /// No proxy for any server.
    public init() {}

    /// What an environment says. A name in lower case wins over the one in upper case, and an empty value is none.
    /// - Parameter value: The value of a variable of the environment, given its name.
    public init(environment value: (String) -> String?) {
        func setting(_ name: String) -> Setting? {
            for name in [name.lowercased(), name] {
                if let text = value(name) { return text.isEmpty ? nil : Setting(name: name, text: text) }
            }
            return nil
        }
        secure = setting("HTTPS_PROXY")
        plain = setting("HTTP_PROXY")
        exceptions = ProxyExceptions(parsing: setting("NO_PROXY")?.text ?? "")
    }

    /// The proxy to reach a server through; nil for none.
    /// - Throws: `WebSocketTransportError.invalidConfiguration` when the variable names no proxy that can be used.
    package func proxy(for uri: WebSocketURI) throws(WebSocketTransportError) -> ProxyAddress? {
        guard let setting = uri.isSecure ? secure : plain, !exceptions.contain(uri) else { return nil }
        return try ProxyAddress(parsing: setting.text, from: setting.name)
    }
}

extension ProxySettings: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The names of the variables that are set; never their values, which may hold a password.
    public var description: String {
        let names = [secure, plain].compactMap(\.?.name)
        return names.isEmpty ? "no proxy" : "proxy of \(names.joined(separator: " and "))"
    }

    /// The same as `description`.
    public var debugDescription: String { description }

    /// Shows `description` only.
    public var customMirror: Mirror { Mirror(self, children: ["proxies": description]) }
}

/// Where a proxy listens, and what it is told about us.
package struct ProxyAddress: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// The variable of the environment that names it.
    package var variable: String
    package var host: String
    package var port: Int
    /// The value of `Proxy-Authorization`, from the user information in the variable; never shown.
    package var authorization: String?

    /// Host and port, for people.
    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Shows `description` only, so that no dump has the credentials in it.
    package var customMirror: Mirror { Mirror(self, children: ["proxy": description]) }

    /// Reads `http://USER:PASSWORD@HOST:PORT`, or the same without `http://`.
    /// - Throws: `WebSocketTransportError.invalidConfiguration`, which never repeats the text.
    init(parsing text: String, from variable: String) throws(WebSocketTransportError) {
        let form = "use http://HOST:PORT, with USER:PASSWORD@ before the host if it wants them"
        var address = Substring(text)
        if let separator = text.range(ofASCII: "://") {
            let scheme = text[..<separator.lowerBound].lowercased()
            guard scheme == "http" else {
                // Anything else before "://" may be part of a password.
                let known = ["https", "socks", "socks4", "socks4a", "socks5", "socks5h"].contains(scheme)
                let what =
                    known ? "names a proxy of the kind \(scheme)://, which is not supported" : "names no HTTP proxy"
                throw .invalidConfiguration(detail: "\(variable) \(what); \(form)")
            }
            address = text[separator.upperBound...]
        }
        guard let uri = try? WebSocketURI(parsing: "ws://" + address), uri.requestTarget == "/" else {
            throw .invalidConfiguration(detail: "\(variable) names no HTTP proxy; \(form)")
        }
        self.variable = variable
        host = uri.host
        port = uri.port
        authorization = uri.authorization
    }
}
