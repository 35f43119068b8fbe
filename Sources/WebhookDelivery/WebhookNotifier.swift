public import AlertDelivery
import AsyncHTTPClient
import MonitoringAlerts
import MonitoringMessages
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Posts each alert as JSON (see `AlertJSON`) to a URL. Any status from 200 to 299 is success; 408, 429, those from 500 on
/// and what goes wrong on the way are tried again.
public struct WebhookNotifier: AlertNotifier {
    /// `the webhook`.
    public let name = "the webhook"
    /// One alert a request.
    public let batchLimit = 1
    /// Five times.
    public let retryLimit = 5
    private let url: WebhookURL
    private let headers: [(name: String, value: String)]
    private let certificateAuthorityFile: String?
    private let timeLimit: Duration

    /// - Parameters:
    ///   - headers: Sent with each request, such as one that authorises it.
    ///   - certificateAuthorityFile: A PEM file of authorities to trust in place of the system's.
    ///   - timeLimit: How long one request may take, from connecting to the answer's status.
    public init(
        _ url: WebhookURL, headers: [(name: String, value: String)] = [], certificateAuthorityFile: String? = nil,
        timeLimit: Duration = .seconds(10)
    ) {
        self.url = url
        self.headers = headers
        self.certificateAuthorityFile = certificateAuthorityFile
        self.timeLimit = timeLimit
    }

    /// Posts the alerts one after the other.
    public func send(_ notices: [AlertNotice]) async throws {
        for notice in notices { try await post(AlertJSON.text(notice.event, now: notice.moment.monotonic)) }
    }

    private func post(_ json: String) async throws {
        var request = HTTPClientRequest(url: url.text)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "User-Agent", value: "monitoring-websocket-client")
        for header in headers { request.headers.replaceOrAdd(name: header.name, value: header.value) }
        request.body = .bytes(ByteBuffer(string: json))
        let limit = TimeAmount(timeLimit)
        let status: Int
        do {
            // A connection for each alert: they are rare, and nothing is kept open for them.
            status = try await HTTPClient.withHTTPClient(configuration: configuration(limit)) { [request] client in
                Int(try await client.execute(request, timeout: limit).status.code)
            }
        } catch {
            try Task.checkCancellation()
            throw Self.failure(error, host: url.host)
        }
        guard !(200..<300).contains(status) else { return }
        throw AlertDeliveryError(
            "\(url.host) answers with status \(status)", isTemporary: status == 408 || status == 429 || status >= 500)
    }

    private func configuration(_ limit: TimeAmount) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let file = certificateAuthorityFile { tls.trustRoots = .file(file) }
        // A redirect would repeat the request as another one, and somewhere else.
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(connect: limit, read: limit, write: limit))
        configuration.httpVersion = .http1Only
        return configuration
    }

    /// The HTTP client's own errors; the others are any connection's.
    private static func failure(_ error: any Error, host: String) -> AlertDeliveryError {
        let timeouts: [HTTPClientError] = [
            .connectTimeout, .deadlineExceeded, .readTimeout, .writeTimeout, .tlsHandshakeTimeout,
        ]
        switch error as? HTTPClientError {
        case let error? where timeouts.contains(error):
            return AlertDeliveryError("\(host) does not answer in time", isTemporary: true)
        case .remoteConnectionClosed?:
            return AlertDeliveryError("\(host) closed the connection", isTemporary: true)
        default: return NetworkFailure.make(error, host: host)
        }
    }
}
