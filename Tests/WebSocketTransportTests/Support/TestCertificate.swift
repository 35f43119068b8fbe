import NIOSSL
import TestSupport

extension TestCertificate {
    /// TLS for a server that shows the certificate.
    /// - Parameters:
    ///   - authorities: of the clients, which must then show a certificate.
    ///   - version: of TLS, the only one that it speaks; nil is 1.2 and 1.3.
    func serverContext(
        trusting authorities: String? = nil, version: TLSVersion? = nil
    ) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificateFile).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: keyFile, format: .pem)))
        configuration.minimumTLSVersion = version ?? .tlsv12
        configuration.maximumTLSVersion = version
        if let authorities {
            configuration.trustRoots = .file(authorities)
            configuration.certificateVerification = .noHostnameVerification
        }
        return try NIOSSLContext(configuration: configuration)
    }
}
