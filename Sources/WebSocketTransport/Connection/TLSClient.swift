import NIOCore
import NIOSSL

/// The client's side of TLS for one connection: certificates are verified against trusted roots and the host.
struct TLSClient: Sendable {
    private let context: NIOSSLContext

    /// - Throws: `WebSocketTransportError.invalidConfiguration` for a file of authorities that cannot be read.
    init(settings: WebSocketConfiguration.TLSSettings, closeTimeout: Duration) throws(WebSocketTransportError) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        // RFC 8996 retires what came before.
        configuration.minimumTLSVersion = .tlsv12
        configuration.shutdownTimeout = TimeAmount(closeTimeout)
        if let file = settings.certificateAuthorityFile {
            configuration.trustRoots = .file(file)
        }
        do {
            context = try NIOSSLContext(configuration: configuration)
        } catch {
            let file = settings.certificateAuthorityFile.map { "the certificate authority file \($0)" }
            throw .invalidConfiguration(
                detail: "\(file ?? "the system's certificate store") cannot be read as PEM certificates")
        }
    }

    /// A handler for one connection. An address is not sent as a server name (RFC 6066 section 3); the certificate must
    /// then name the address.
    func makeHandler(host: String) throws -> NIOSSLClientHandler {
        let isAddress = host.contains(":") || (try? SocketAddress(ipAddress: host, port: 0)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)
    }
}
