// A program that uses the client needs the samples, the formats and the transport's settings as well.
@_exported public import MonitoringFormatters
@_exported public import MonitoringMessages
@_exported public import WebSocketTransport

/// The states of a connection, by the manual's name.
public typealias ClientState = ConnectionState
