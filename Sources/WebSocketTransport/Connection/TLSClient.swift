import NIOCore
import NIOSSL

/// The client's side of TLS for one connection: certificates are verified against trusted roots and the host.
struct TLSClient: Sendable {
    private let context: NIOSSLContext

    /// - Throws: `WebSocketTransportError.invalidConfiguration` for a file that cannot be read.
    init(settings: WebSocketConfiguration.TLSSettings, closeTimeout: Duration) throws(WebSocketTransportError) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        // RFC 8996 retires what came before.
        configuration.minimumTLSVersion = .tlsv12
        configuration.shutdownTimeout = TimeAmount(closeTimeout)
        if let file = settings.certificateAuthorityFile {
            configuration.trustRoots = .file(file)
        }
        if settings.isInsecure {
            configuration.certificateVerification = .none
        }
        if let (certificates, key) = try Self.identity(settings) {
            configuration.certificateChain = certificates.map { .certificate($0) }
            configuration.privateKey = .privateKey(key)
        }
        do {
            context = try NIOSSLContext(configuration: configuration)
        } catch {
            let file = settings.certificateAuthorityFile.map { "the certificate authority file \($0)" }
            throw .invalidConfiguration(
                detail: "\(file ?? "the system's certificate store") cannot be read as PEM certificates")
        }
    }

    /// What this side shows of itself; nil when that is nothing.
    private static func identity(
        _ settings: WebSocketConfiguration.TLSSettings
    ) throws(WebSocketTransportError) -> (certificates: [NIOSSLCertificate], key: NIOSSLPrivateKey)? {
        guard settings.clientCertificateFile != nil || settings.clientKeyFile != nil else { return nil }
        guard let certificateFile = settings.clientCertificateFile, let keyFile = settings.clientKeyFile else {
            throw .invalidConfiguration(detail: "a client certificate and its key must be given together")
        }
        guard let certificates = try? NIOSSLCertificate.fromPEMFile(certificateFile), !certificates.isEmpty else {
            throw .invalidConfiguration(
                detail: "the client certificate file \(certificateFile) cannot be read as PEM certificates")
        }
        guard let key = try? NIOSSLPrivateKey(file: keyFile, format: .pem) else {
            throw .invalidConfiguration(
                detail: "the client key file \(keyFile) cannot be read as a PEM key without a passphrase")
        }
        return (certificates, key)
    }

    /// A handler for one connection. An address is not sent as a server name (RFC 6066 section 3); the certificate must
    /// then name the address.
    func makeHandler(host: String) throws -> NIOSSLClientHandler {
        let isAddress = host.contains(":") || (try? SocketAddress(ipAddress: host, port: 0)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)
    }
}
