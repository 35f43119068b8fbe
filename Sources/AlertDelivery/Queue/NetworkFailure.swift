import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// Errors of the network as sentences for people.
package enum NetworkFailure {
    /// - Parameter host: Whom it was with.
    package static func make(_ error: any Error, host: String) -> AlertDeliveryError {
        func failure(_ words: String, isTemporary: Bool = true) -> AlertDeliveryError {
            AlertDeliveryError("\(host) \(words)", isTemporary: isTemporary)
        }
        switch error {
        case let error as AlertDeliveryError: return error
        case let error as NIOConnectionError:
            if let first = error.connectionErrors.first { return make(first.error, host: host) }
            return failure("is no name that can be resolved")
        case let error as IOError:
            return failure("cannot be reached: \(String(cString: strerror(error.errnoCode)))")
        case ChannelError.connectTimeout: return failure("does not answer in time")
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            return failure("shows a certificate for another name", isTemporary: false)
        case NIOSSLError.unableToValidateCertificate:
            return failure("shows a certificate for another name", isTemporary: false)
        case NIOSSLError.handshakeFailed(let cause) where "\(cause)".contains("CERTIFICATE_VERIFY_FAILED"):
            return failure("shows a certificate that is not trusted", isTemporary: false)
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            return failure("and this side cannot agree on TLS", isTemporary: false)
        default: return failure("cannot be reached")
        }
    }
}
