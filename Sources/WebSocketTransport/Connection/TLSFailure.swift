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
            return mismatch(of: peer, host: host)
        case let error as NIOSSLExtraError where mismatches.contains(error):
            return mismatch(of: peer, host: host)
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
            return "the server closed the connection during the TLS handshake; if it speaks no TLS, use ws://"
        }
        let reason = reason(in: first.description)
        switch reason {
        case "CERTIFICATE_VERIFY_FAILED":
            return distrust(of: peer)
        case "WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST":
            return "the server does not speak TLS on this port; use ws:// if that is meant"
        case "UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION":
            return "the server offers neither TLS 1.2 nor TLS 1.3; older versions are not safe and not spoken"
        case "TLSV1_ALERT_CERTIFICATE_REQUIRED":
            return "the server wants a certificate of this client; give --client-cert and --client-key"
        case "TLSV1_ALERT_UNKNOWN_CA", "SSLV3_ALERT_BAD_CERTIFICATE", "SSLV3_ALERT_CERTIFICATE_UNKNOWN",
            "SSLV3_ALERT_CERTIFICATE_EXPIRED", "SSLV3_ALERT_CERTIFICATE_REVOKED", "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE":
            return "the server does not accept the certificate of this client; check --client-cert"
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
            return
                "the certificate has expired\(day(certificate.notValidAfter)); renew it on the server, or check the clock here"
        }
        if certificate.notValidBefore > now {
            return "the certificate is not valid yet\(day(certificate.notValidBefore)); check the clocks on both sides"
        }
        if certificate.issuerName == certificate.subjectName {
            return "the certificate is self-signed and not trusted; if it is the right one, give it with --ca-file"
        }
        return
            "the certificate is not signed by a trusted authority; if it is the right one, give its authority with --ca-file"
    }

    private static func mismatch(of certificate: NIOSSLCertificate?, host: String) -> String {
        let names =
            certificate.map { $0._subjectAlternativeNames() }?.filter { $0.nameType == .dnsName }
            .map { name in name.contents.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } } ?? []
        // A certificate of a large site may have hundreds.
        let shown = names.prefix(3).joined(separator: ", ")
        let others = names.isEmpty ? "" : "; it is for \(shown)\(names.count > 3 ? " and others" : "")"
        return "the certificate is not for \(host)\(others); use a name that it has in the URI"
    }

    /// Such as " (2026-11-20)", in UTC.
    private static func day(_ seconds: time_t) -> String {
        var seconds = seconds
        var parts = tm()
        guard gmtime_r(&seconds, &parts) != nil else { return "" }
        let twoDigits = { (number: Int32) in number < 10 ? "0\(number)" : "\(number)" }
        return " (\(parts.tm_year + 1900)-\(twoDigits(parts.tm_mon + 1))-\(twoDigits(parts.tm_mday)))"
    }
}
