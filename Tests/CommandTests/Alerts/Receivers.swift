import Foundation
import Testing

/// A mail server with STARTTLS and AUTH, and a web server, beside the test: `Support/receivers.py`.
struct Receivers: Sendable {
    struct Mail: Decodable {
        var from: String
        var to: [String]
        var tls: Bool
        var user: String?
        var subject: String
        var headers: [String]
        var body: String
        var raw: String
    }

    struct Post: Decodable {
        struct Alert: Decodable {
            var event: String
            var subject: String
            var peak: Double?
            var text: String
        }

        var request: String
        var headers: [String: String]
        var body: Alert
        var status: Int
    }

    private struct Line: Decodable {
        var smtp: Int?
        var http: Int?
        var mail: Mail?
        var post: Post?
    }

    let smtpPort: Int
    let httpPort: Int
    let certificate: String
    let passwordFile: String
    private let program: RunningProgram

    /// Runs both for the time of `body`.
    static func with<Result: Sendable>(
        _ options: [String] = [], _ body: @Sendable (Receivers) async throws -> Result
    ) async throws -> Result {
        let folder = try TemporaryFolder()
        let (certificate, key) = (folder("certificate.pem"), folder("key.pem"))
        let openssl = try RunningProgram(
            URL(filePath: "/usr/bin/env"),
            [
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=localhost", "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1",
            ])
        try #require(try await openssl.finish().status == 0, "openssl could not make a certificate")
        let python = try #require(python)
        let program = try RunningProgram(python, [script, certificate, key] + options)
        defer { program.kill() }
        let ports = try JSONDecoder().decode(Line.self, from: Data(try await program.lines(1, within: 60)[0].utf8))
        return try await body(
            Receivers(
                smtpPort: try #require(ports.smtp), httpPort: try #require(ports.http), certificate: certificate,
                passwordFile: try folder.file("password", "s3cret pass\n"), program: program))
    }

    /// What `--alert-mail-to` and its companions are set to.
    var mailOptions: [String] {
        [
            "--alert-mail-to", "ops@example.com, boss@example.com", "--alert-mail-from", "watch@example.com",
            "--smtp-host", "localhost", "--smtp-port", "\(smtpPort)", "--smtp-user", "watch", "--smtp-password-file",
            passwordFile, "--alert-ca-file", certificate,
        ]
    }

    var webhookOptions: [String] { ["--alert-webhook", "http://127.0.0.1:\(httpPort)/hook?token=abc"] }

    /// The mails, once there are `count`.
    func mails(_ count: Int) async throws -> [Mail] { try await lines(count, \.mail) }

    /// The requests, once there are `count`.
    func posts(_ count: Int) async throws -> [Post] { try await lines(count, \.post) }

    /// The mails, once there is one that is as asked.
    func mails(until isLast: @escaping @Sendable (Mail) -> Bool) async throws -> [Mail] {
        try await lines(\.mail) { $0.contains(where: isLast) }
    }

    /// The requests, once there is one that is as asked.
    func posts(until isLast: @escaping @Sendable (Post) -> Bool) async throws -> [Post] {
        try await lines(\.post) { $0.contains(where: isLast) }
    }

    private func lines<Value: Sendable>(
        _ count: Int, _ value: @escaping @Sendable (Line) -> Value?
    ) async throws -> [Value] {
        try await lines(value) { $0.count >= count }
    }

    private func lines<Value: Sendable>(
        _ value: @escaping @Sendable (Line) -> Value?, until areAll: @escaping @Sendable ([Value]) -> Bool
    ) async throws -> [Value] {
        let read: @Sendable (String) -> [Value] = { text in
            text.split(separator: "\n").compactMap { try? JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
                .compactMap(value)
        }
        return read(try await program.output(with: "arrivals") { areAll(read($0)) })
    }

    private static let script = TestTools.packageRoot.appending(path: "Tests/CommandTests/Support/receivers.py").path
    private static let python = TestTools.tool("python")

    /// Whether there is a Python with aiosmtpd.
    static var isAvailable: Bool {
        guard let folder = python?.deletingLastPathComponent().deletingLastPathComponent() else { return false }
        let libraries = folder.appending(path: "lib")
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: libraries.path)) ?? []
        return versions.contains {
            FileManager.default.fileExists(atPath: libraries.appending(path: "\($0)/site-packages/aiosmtpd").path)
        }
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips, with this line in the log, where no Python with aiosmtpd is installed.
    static var needsReceivers: Self {
        .enabled(if: Receivers.isAvailable, Comment(rawValue: TestTools.missing("Python with aiosmtpd")))
    }
}
