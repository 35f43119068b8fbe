import Foundation

/// A certificate and its key as PEM files, made by `openssl` for one test; self-signed where no signer is given.
package struct TestCertificate: Sendable {
    package let certificateFile: String
    package let keyFile: String

    private struct OpenSSLFailed: Error {}

    /// Makes the certificate and runs `body` with it.
    /// - Parameters:
    ///   - names: The names it is for, as `subjectAltName` has them.
    ///   - days: How long it is valid from now on; a negative number is one that was.
    ///   - signer: The authority that signs it.
    package static func with<Result>(
        names: String = "DNS:localhost,IP:127.0.0.1", days: Int = 2, signer: Self? = nil,
        _ body: (Self) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "certificate-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let certificate = folder.appending(path: "certificate.pem").path
        let key = folder.appending(path: "key.pem").path
        let request = folder.appending(path: "request.pem").path
        let extensions = folder.appending(path: "extensions")
        try Data("subjectAltName=\(names)\nbasicConstraints=critical,CA:TRUE\n".utf8).write(to: extensions)
        try await openssl([
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-subj", signer == nil ? "/CN=localhost" : "/CN=leaf", "-keyout", key, "-out", request,
        ])
        // In two steps, because only this one takes a negative number of days.
        let signing =
            signer.map { ["-CA", $0.certificateFile, "-CAkey", $0.keyFile, "-set_serial", "2"] } ?? ["-signkey", key]
        try await openssl(
            ["x509", "-req", "-in", request, "-days", "\(days)", "-extfile", extensions.path, "-out", certificate]
                + signing)
        return try await body(Self(certificateFile: certificate, keyFile: key))
    }

    private static func openssl(_ arguments: [String]) async throws {
        guard try await ChildProcess.run("openssl", arguments) == 0 else { throw OpenSSLFailed() }
    }
}
