import Glibc
import NIOCore
import NIOSSL

/// The server's side of TLS.
struct TLSServer: Sendable {
    private let context: NIOSSLContext

    /// - Throws: `MonitoringServerError.unusableFile` for a certificate or key that cannot be read or does not fit.
    init(_ files: MonitoringServerConfiguration.TLSFiles, closeTimeout: Duration) throws(MonitoringServerError) {
        try Self.checkReadable(files.certificateFile)
        try Self.checkReadable(files.keyFile)
        guard let certificates = try? NIOSSLCertificate.fromPEMFile(files.certificateFile), !certificates.isEmpty else {
            throw .unusableFile(path: files.certificateFile, detail: "it holds no certificate in PEM form")
        }
        guard let key = try? NIOSSLPrivateKey(file: files.keyFile, format: .pem) else {
            throw .unusableFile(
                path: files.keyFile, detail: "it holds no private key in PEM form, or one with a passphrase")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(key))
        // RFC 8996 retires what came before.
        configuration.minimumTLSVersion = .tlsv12
        configuration.shutdownTimeout = TimeAmount(closeTimeout)
        do {
            context = try NIOSSLContext(configuration: configuration)
        } catch {
            throw .unusableFile(path: files.keyFile, detail: "it is not the key of \(files.certificateFile)")
        }
    }

    /// A handler for one connection.
    func makeHandler() -> NIOSSLServerHandler {
        NIOSSLServerHandler(context: context)
    }

    private static func checkReadable(_ path: String) throws(MonitoringServerError) {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            throw .unusableFile(path: path, detail: String(cString: strerror(errno)).lowercased())
        }
        close(file)
    }
}
