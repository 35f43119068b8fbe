import MonitoringMessages
import NIOCore
import NIOPosix
import NIOSSL

/// Mails alerts: one mail for all that wait.
public struct MailNotifier: AlertNotifier {
    /// `mail`.
    public let name = "mail"
    /// More no mail is read of.
    public let batchLimit = 100
    /// Five times.
    public let retryLimit = 5
    private let configuration: MailConfiguration

    /// Mails by way of one server.
    public init(_ configuration: MailConfiguration) {
        self.configuration = configuration
    }

    /// Whether a file holds PEM certificates.
    public static func canRead(certificateAuthorityFile file: String) -> Bool {
        (try? NIOSSLCertificate.fromPEMFile(file)).map { !$0.isEmpty } ?? false
    }

    /// Sends one mail about all of them.
    public func send(_ notices: [AlertNotice]) async throws {
        guard let newest = notices.last else { return }
        // Dated by what it tells, also when it had to wait.
        let message = MailMessage(
            from: configuration.from, to: configuration.to, notices: notices, date: newest.moment.wall,
            unique: .random(in: 0 ... .max))
        let refused = try await deliver(MailMessage.stuffed(message.text))
        if !refused.isEmpty {
            throw AlertDeliveryError(
                "sent, but not to \(refused.joined(separator: ", ")): the server refused them", isTemporary: false)
        }
    }

    /// - Returns: the recipients that the server refused.
    private func deliver(_ content: String) async throws -> [String] {
        let limit = TimeAmount(configuration.timeLimit)
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let result = loop.makePromise(of: [String].self)
        let late = loop.scheduleTask(in: limit) {
            result.fail(AlertDeliveryError("\(configuration.host) does not answer in time", isTemporary: true))
        }
        defer { late.cancel() }
        let channel: any Channel
        do {
            channel = try await ClientBootstrap(group: loop)
                .connectTimeout(limit)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture { try addHandlers(to: channel, content, result) }
                }
                .connect(host: configuration.host, port: configuration.port).get()
        } catch {
            let failure = NetworkFailure.make(error, host: configuration.host)
            result.fail(failure)
            throw failure
        }
        return try await withTaskCancellationHandler {
            do {
                let refused = try await result.futureResult.get()
                // Cancelled and late ones are closed here; the others have closed by themselves.
                try? await channel.close()
                return refused
            } catch {
                try? await channel.close()
                throw error
            }
        } onCancel: {
            result.fail(CancellationError())
        }
    }

    private func addHandlers(
        to channel: any Channel, _ content: String, _ result: EventLoopPromise<[String]>
    ) throws {
        // Made when it is needed: reading the system's certificates takes longer than a start may.
        let makeTLS = { [configuration] in
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.minimumTLSVersion = .tlsv12
            if let file = configuration.certificateAuthorityFile { tls.trustRoots = .file(file) }
            // An address is no name that a certificate could be asked for.
            let isAddress = (try? SocketAddress(ipAddress: configuration.host, port: 0)) != nil
            return try NIOSSLClientHandler(
                context: NIOSSLContext(configuration: tls), serverHostname: isAddress ? nil : configuration.host)
        }
        if configuration.security == .tls { try channel.pipeline.syncOperations.addHandler(makeTLS()) }
        let session = SMTPSession(configuration, content: content)
        try channel.pipeline.syncOperations.addHandler(
            SMTPHandler(session: session, host: configuration.host, makeTLS: makeTLS, result: result))
    }
}
