/// Writes messages as JSON text, on one line and in ASCII.
public enum MessageWriter {
    /// A server's message. The published dialect has the field order and number style of `monitoring-websocket-server`
    /// 1.0.83.87: what that server always sends is null where it is unknown, but for the frequencies; the rest is left
    /// out. The documented dialect carries less: no core counts, no system, no alerts, one size unit (GB or MB, binary)
    /// with all its digits; a type that it does not have is written as published.
    ///
    /// A sample's own timestamp counts before `timestamp`. NaN and infinity become null.
    public static func text(
        _ message: ServerMessage, timestamp: String? = nil, dialect: MessageDialect = .published
    ) -> String {
        JSONObjectWriter.object { writer in
            switch dialect {
            case .published: writer.published(message, timestamp: timestamp)
            case .documented: writer.documented(message, timestamp: timestamp)
            }
        }
    }

    /// A client's message, the same in both dialects.
    public static func text(_ command: ClientCommand) -> String {
        switch command {
        case .ping: #"{"type":"ping"}"#
        case .pong: #"{"type":"pong"}"#
        case .getStatus: #"{"type":"get_status"}"#
        }
    }
}

extension JSONObjectWriter {
    /// A field that is left out when it is unknown.
    mutating func optionalField(_ key: StaticString, _ value: String?) {
        if value != nil { field(key, value) }
    }

    /// GPUs: nothing for none, an object for one, `{count, gpus}` for several.
    mutating func gpus(
        _ gpus: [MonitoringSample.GPU], _ body: (inout JSONObjectWriter, MonitoringSample.GPU) -> Void
    ) {
        if let gpu = gpus.first, gpus.count == 1 {
            object("gpu") { body(&$0, gpu) }
        } else if !gpus.isEmpty {
            object("gpu") { writer in
                writer.field("count", gpus.count)
                writer.array("gpus", gpus) { writer, gpu in writer.element { body(&$0, gpu) } }
            }
        }
    }
}
