extension ServerMessage {
    /// The message of this type, from the fields of either dialect.
    init(type: String, fields: JSONValue) {
        switch type {
        case "connection", "connection_message":
            self = .connection(status: fields["status"]?.string, message: fields["message"]?.string ?? "")
        case "error", "error_message":
            self = .error(
                message: fields["message"]?.string ?? fields["error"]?.string ?? "",
                severity: fields["severity"]?.string
            )
        case "status":
            self = .status(
                connectedClients: fields["connected_clients"]?.count,
                monitoringActive: fields["monitoring_active"]?.boolean
            )
        case "ping": self = .ping
        case "pong": self = .pong
        default: self = .other(type: type)
        }
    }
}
