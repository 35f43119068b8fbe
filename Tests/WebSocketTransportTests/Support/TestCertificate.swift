import Foundation
import NIOSSL
import Testing

/// A certificate for `localhost` and 127.0.0.1, made by `openssl` for one test; self-signed where no signer is given.
struct TestCertificate {
    let certificateFile: String
    let keyFile: String

    /// Makes the certificate and runs `body` with it.
    /// - Parameters:
    ///   - names: The names it is for, as `subjectAltName` has them.
    ///   - days: Until it expires.
    ///   - signer: The authority that signs it.
    static func with(
        names: String = "DNS:localhost,IP:127.0.0.1", days: Int = 2, signer: Self? = nil,
        _ body: (Self) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "transport-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let certificate = folder.appending(path: "certificate.pem").path
        let key = folder.appending(path: "key.pem").path
        let request = folder.appending(path: "request.pem").path
        let extensions = folder.appending(path: "extensions")
        try Data("subjectAltName=\(names)\nbasicConstraints=critical,CA:TRUE\n".utf8).write(to: extensions)
        try openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-subj", signer == nil ? "/CN=localhost" : "/CN=leaf",
            "-keyout", key, "-out", request)
        // In two steps, because only this one takes a negative number of days.
        try openssl(
            ["x509", "-req", "-in", request, "-days", "\(days)", "-extfile", extensions.path, "-out", certificate]
                + (signer.map { ["-CA", $0.certificateFile, "-CAkey", $0.keyFile, "-set_serial", "2"] }
                    ?? ["-signkey", key]))
        try await body(Self(certificateFile: certificate, keyFile: key))
    }

    private static func openssl(_ arguments: String...) throws {
        try openssl(arguments)
    }

    private static func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "openssl could not make a certificate")
    }

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
