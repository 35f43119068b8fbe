import Foundation
import MonitoringWebSocketServer
import Testing

/// A self-signed certificate for 127.0.0.1, made by `openssl` for one test.
struct TestCertificate {
    let files: MonitoringServerConfiguration.TLSFiles

    static func with(_ body: (Self) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "server-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let certificate = folder.appending(path: "certificate.pem").path
        let key = folder.appending(path: "key.pem").path
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "openssl could not make a certificate")
        try await body(Self(files: .init(certificateFile: certificate, keyFile: key)))
    }
}
