public import MonitoringMessages

/// Where and how a server listens.
public struct MonitoringServerConfiguration: Sendable {
    /// A name or an address of this machine. Default: 127.0.0.1, which other machines cannot reach.
    public var host = "127.0.0.1"
    /// TCP port; 0 takes a free one. Default: 8765.
    public var port = 8765
    /// Time between two samples. Default: 0.7 s, what `monitoring-websocket-server` 1.0.83.87 comes to.
    public var interval = Duration.milliseconds(700)
    /// How messages are written. Default: as the published server does.
    public var dialect = MessageDialect.published
    /// Who may connect. Default: anyone on this machine, and no web page.
    public var access = ServerAccess()
    /// Certificate and key for `wss`. Default: none, plain `ws`.
    public var tls: TLSFiles?
    /// What clients may use up.
    public var limits = ServerLimits()

    /// The defaults.
    public init() {}

    /// PEM files of a server's certificate.
    public struct TLSFiles: Sendable {
        /// The certificate, followed by those of its authorities.
        public var certificateFile: String
        /// Its private key, without a passphrase.
        public var keyFile: String

        /// Both files.
        public init(certificateFile: String, keyFile: String) {
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }
}
