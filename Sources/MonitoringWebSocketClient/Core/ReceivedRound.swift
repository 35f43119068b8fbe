import MonitoringFormatters
import MonitoringMessages

/// What some events of a link that arrived together come to: the handler gets them one by one, the statistics at once.
struct ReceivedRound: Sendable {
    let moment: Moment
    /// Messages that ask for a pong.
    private(set) var pings = 0
    /// How the link ended; nil while it has not.
    var end: ConnectionFailure?

    /// Whether the link is in use: what arrives on one that is being closed is of no interest.
    private let isInUse: Bool
    private let parts: MessageParts
    private var messages = 0
    private var bytes = 0
    private var roundTrip: Duration?
    private var errors: [(record: ErrorRecord, isMalformed: Bool)] = []

    init(at moment: Moment, isInUse: Bool, parts: MessageParts) {
        self.moment = moment
        self.isInUse = isInUse
        self.parts = parts
    }

    mutating func takeText(_ text: [UInt8], _ reader: MessageReader, _ handler: any ClientEventHandler) {
        guard isInUse else { return }
        messages += 1
        bytes += text.count
        let received: ReceivedMessage
        do {
            received = try reader.read(text, parts: parts)
        } catch {
            return refuse(error.description, "MalformedMessage", handler)
        }
        handler.take(.message(received, moment))
        switch received.message {
        case .ping:
            pings += 1
        case .error(let message, let severity):
            let kind = severity.map { " (\(HarmlessText.make($0)))" } ?? ""
            tell("The server reports an error\(kind): \(HarmlessText.make(message))", "ServerError", handler)
        case .monitoringData, .connection, .status, .pong, .other:
            break
        }
    }

    mutating func takeBinary(_ message: [UInt8], _ handler: any ClientEventHandler) {
        guard isInUse else { return }
        messages += 1
        bytes += message.count
        refuse("binary message of \(message.count) bytes; expected text", "UnexpectedBinaryMessage", handler)
    }

    mutating func takePong(after roundTrip: Duration, _ handler: any ClientEventHandler) {
        self.roundTrip = roundTrip
        handler.take(.pongReceived(after: roundTrip))
    }

    func count(in recorder: inout ConnectionStatisticsRecorder) {
        if messages > 0 { recorder.received(messages, bytes: bytes, at: moment.monotonic) }
        if let roundTrip { recorder.roundTrip(roundTrip) }
        for error in errors {
            if error.isMalformed { recorder.malformed(error.record) } else { recorder.failed(error.record) }
        }
    }

    /// A message that cannot be read is an error, and the stream goes on.
    private mutating func refuse(_ text: String, _ type: String, _ handler: any ClientEventHandler) {
        tell("Message not read: \(text)", type, isMalformed: true, handler)
    }

    private mutating func tell(
        _ text: String, _ type: String, isMalformed: Bool = false, _ handler: any ClientEventHandler
    ) {
        let record = ErrorRecord(moment: moment, error: text, type: type)
        errors.append((record, isMalformed))
        handler.take(.error(record))
    }
}
