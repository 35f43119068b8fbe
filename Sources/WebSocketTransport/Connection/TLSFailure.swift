import Glibc
import NIOCore
import NIOSSL

/// BoringSSL's errors in words.
enum TLSFailure {
    /// The certificate that the server showed, where the handshake came that far.
    static func certificate(of context: ChannelHandlerContext) -> NIOSSLCertificate? {
        try? context.pipeline.syncOperations.handler(type: NIOSSLClientHandler.self).peerCertificate
    }

    /// What went wrong; nil when the error is not one of TLS.
    /// - Parameter peer: The server's certificate, to explain why it is not trusted.
    static func words(for error: any Error, host: String, peer: NIOSSLCertificate?) -> String? {
        let mismatches: [NIOSSLExtraError] = [.failedToValidateHostname, .serverHostnameImpossibleToMatch]
        switch error {
        case NIOSSLError.unableToValidateCertificate:
            return "the certificate is not for \(host)"
        case let error as NIOSSLExtraError where mismatches.contains(error):
            return "the certificate is not for \(host)"
        case NIOSSLError.handshakeFailed(let cause):
            return words(for: cause, peer: peer)
        case let cause as BoringSSLError:
            return words(for: cause, peer: peer)
        case is NIOSSLError, is NIOSSLExtraError:
            return "the TLS handshake failed"
        default:
            return nil
        }
    }

    private static func words(for cause: BoringSSLError, peer: NIOSSLCertificate?) -> String {
        guard case .sslError(let stack) = cause, let first = stack.first else {
            return "the TLS handshake failed"
        }
        if first == .eofDuringHandshake || first == .eofDuringAdditionalCertficiateChainValidation {
            return "the server closed the connection during the TLS handshake"
        }
        let reason = reason(in: first.description)
        switch reason {
        case "CERTIFICATE_VERIFY_FAILED":
            return distrust(of: peer)
        case "WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST":
            return "the server does not speak TLS on this port; use ws:// if that is meant"
        case "UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION":
            return "the server offers neither TLS 1.2 nor TLS 1.3"
        case "SSLV3_ALERT_HANDSHAKE_FAILURE", "HANDSHAKE_FAILURE_ON_CLIENT_HELLO":
            return "the server refused the TLS handshake"
        case "":
            return "the TLS handshake failed"
        default:
            return reason.split(separator: "_").joined(separator: " ").lowercased()
        }
    }

    /// The reason in a description such as
    /// "Error: 268435581 error:1000007d:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED at FILE:LINE".
    private static func reason(in description: String) -> String {
        let parts = description.split(separator: ":", omittingEmptySubsequences: false)
        guard let label = parts.firstIndex(of: "OPENSSL_internal"), label + 1 < parts.count else { return "" }
        return String(parts[label + 1].prefix { $0 != " " })
    }

    private static func distrust(of certificate: NIOSSLCertificate?) -> String {
        guard let certificate else { return "the certificate is not trusted" }
        let now = time(nil)
        if certificate.notValidAfter < now {
            return "the certificate has expired"
        }
        if certificate.notValidBefore > now {
            return "the certificate is not valid yet"
        }
        if certificate.issuerName == certificate.subjectName {
            return "the certificate is self-signed and not trusted"
        }
        return "the certificate is not signed by a trusted authority"
    }
}
