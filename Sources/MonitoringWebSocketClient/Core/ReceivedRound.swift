import MonitoringFormatters
import MonitoringMessages
import WebSocketTransport

/// What some events of a link that arrived together come to. They are counted before the handler gets them, one by one: who
/// hears of an event finds it in the statistics.
struct ReceivedRound: Sendable {
    let moment: Moment
    /// Messages of any kind; none on a link that is not in use.
    private(set) var messages = 0
    /// Messages that ask for a pong.
    private(set) var pings = 0
    /// How the link ended; nil while it has not.
    var end: ConnectionFailure?

    /// Whether the link is in use: what arrives on one that is being closed is of no interest.
    private let isInUse: Bool
    private let parts: MessageParts
    private let record: ClientRecord

    init(
        of events: ArraySlice<WebSocketEvent>, at moment: Moment, isInUse: Bool, parts: MessageParts,
        record: ClientRecord
    ) {
        self.moment = moment
        self.isInUse = isInUse
        self.parts = parts
        self.record = record
        guard isInUse else { return }
        var bytes = 0
        for event in events {
            switch event {
            case .text(let message), .binary(let message):
                messages += 1
                bytes += message.count
            case .pong, .closed: break
            }
        }
        if messages > 0 { record.record { [messages] in $0.received(messages, bytes: bytes, at: moment.monotonic) } }
    }

    mutating func takeText(_ text: ArraySlice<UInt8>, _ reader: MessageReader, _ handler: any ClientEventHandler) {
        guard isInUse else { return }
        let received: ReceivedMessage
        do {
            received = try reader.read(text, parts: parts)
        } catch {
            return refuse(error.description, "MalformedMessage", handler)
        }
        let message = received.message
        handler.take(.message(received, moment))
        switch message {
        case .monitoringData, .connection, .status, .pong, .other:
            break
        case .ping:
            pings += 1
        case .error(let message, let severity):
            let kind = severity.map { " (\(HarmlessText.make($0)))" } ?? ""
            tell("The server reports an error\(kind): \(HarmlessText.make(message))", "ServerError", handler)
        }
    }

    func takeBinary(_ message: ArraySlice<UInt8>, _ handler: any ClientEventHandler) {
        guard isInUse else { return }
        refuse("binary message of \(message.count) bytes; expected text", "UnexpectedBinaryMessage", handler)
    }

    func takePong(after roundTrip: Duration, _ handler: any ClientEventHandler) {
        record.record { $0.roundTrip(roundTrip) }
        handler.take(.pongReceived(after: roundTrip))
    }

    /// A message that cannot be read is an error, and the stream goes on.
    private func refuse(_ text: String, _ type: String, _ handler: any ClientEventHandler) {
        tell("Message not read: \(text)", type, isMalformed: true, handler)
    }

    private func tell(
        _ text: String, _ type: String, isMalformed: Bool = false, _ handler: any ClientEventHandler
    ) {
        let error = ErrorRecord(moment: moment, error: text, type: type)
        record.record { if isMalformed { $0.malformed(error) } else { $0.failed(error) } }
        handler.take(.error(error))
    }
}
