import Dashboard
import MonitoringFormatters
package import MonitoringMessages

/// The way of a message from its bytes to everything that is shown, printed, logged or saved, with a check at each end: any
/// bytes go in, nothing traps, and nothing that could harm a terminal comes out.
package enum HostileInput {
    /// A way out, with what came out of it.
    package struct Output: Sendable {
        package var name: String
        package var text: String
        /// Whether each line must be JSON by itself, or all of it.
        package var json: JSON?
        /// Columns of each line at most; nil is any number.
        package var columns: Int?

        package init(name: String, text: String, json: JSON? = nil, columns: Int? = nil) {
            self.name = name
            self.text = text
            self.json = json
            self.columns = columns
        }

        package enum JSON: Sendable {
            case eachLine
            case whole
        }
    }

    /// nil, or what is wrong with something that came out.
    package static func problem(_ bytes: [UInt8]) -> String? {
        let received: ReceivedMessage
        do {
            received = try MessageReader().read(bytes)
        } catch {
            return problem(Output(name: "the reader's error", text: error.description, columns: 400))
        }
        return outputs(of: received).lazy.compactMap { problem($0) }.first ?? problemOfMemory(bytes)
    }

    /// What a reader makes of a message must not depend on those before it, in which other figures stood.
    private static func problemOfMemory(_ bytes: [UInt8]) -> String? {
        let others = bytes.map { (0x31...0x38).contains($0) ? $0 + 1 : $0 }
        let reader = MessageReader()
        for text in [bytes, others, bytes, others] where (try? reader.read(text)) != (try? MessageReader().read(text)) {
            return "the reader: \(String(decoding: text, as: UTF8.self)) is read differently after another message"
        }
        return nil
    }

    /// Everything that is made of a message, by each way out.
    package static func outputs(of received: ReceivedMessage) -> [Output] {
        var outputs: [Output] = [
            Output(name: "save-data", text: JSONText(received.rawBytes).singleLine() + "\n", json: .eachLine),
            log(received),
        ]
        for unicode in [true, false] {
            var options = FormatOptions()
            options.unicode = unicode
            for format in OutputFormat.allCases {
                outputs += printed(received, as: format, options)
            }
        }
        for (columns, rows) in [(110, 36), (24, 5)] {
            outputs += screens(received, ScreenSize(columns: columns, rows: rows))
        }
        return outputs
    }

    private static func printed(
        _ received: ReceivedMessage, as format: OutputFormat, _ options: FormatOptions
    ) -> [Output] {
        let formatter = format.formatter(options)
        let writer = ANSIWriter(color: false)
        let name = "\(format)\(options.unicode ? "" : " in ASCII")"
        let json: Output.JSON? = format == .json ? .whole : format == .jsonl ? .eachLine : nil
        switch received.message {
        case .monitoringData(let sample):
            let sample = ReceivedSample(moment: moment, sample: sample, rawBytes: received.rawBytes)
            return [Output(name: name, text: formatter.printed(sample, by: writer), json: json)]
        case .connection(let status, let message):
            return [status ?? "", message].map {
                Output(
                    name: "\(name), connection",
                    text: writer.string(formatter.formatConnectionMessage($0, at: moment.wall)), json: json)
            }
        case .error(let message, let severity):
            return [message, severity ?? ""].map {
                Output(
                    name: "\(name), error", text: writer.string(formatter.formatError($0, at: moment.wall)),
                    json: json)
            }
        case .other(let type):
            return [
                Output(
                    name: "\(name), type", text: writer.string(formatter.formatError(type, at: moment.wall)),
                    json: json)
            ]
        case .status, .ping, .pong:
            return []
        }
    }

    private static func log(_ received: ReceivedMessage) -> Output {
        let text =
            switch received.message {
            case .error(let message, _): message
            case .connection(_, let message): message
            case .other(let type): type
            default: received.raw
            }
        return Output(name: "log", text: HarmlessText.make(text) + "\n")
    }

    /// The dashboard in each of its looks.
    private static func screens(_ received: ReceivedMessage, _ size: ScreenSize) -> [Output] {
        let status = ConnectionStatus(uri: "ws://server:8765")
        var update = ClientUpdate(status: status, statistics: ConnectionStatistics())
        update.status.state = .connected
        switch received.message {
        case .monitoringData(let sample):
            update.samples = [ReceivedSample(moment: moment, sample: sample, rawBytes: received.rawBytes)]
        case .connection(_, let message):
            update.serverNotice = message
            update.status.reason = message
        case .error(let message, let severity):
            update.errors = [ErrorRecord(moment: moment, error: message, type: severity ?? "ServerError")]
        case .other(let type):
            update.errors = [ErrorRecord(moment: moment, error: type, type: type)]
        case .status, .ping, .pong:
            break
        }
        var state = DashboardState(settings: DashboardSettings(), status: status, size: size, now: moment)
        _ = state.reduce(.update(update))
        let keys: [Character] = ["2", "4", "y", "l"]
        return keys.map { key in
            _ = state.reduce(.key(.character(key)))
            let frame = state.render(size: size)
            let text = (0..<frame.size.rows).map { row in
                (0..<frame.size.columns).map { frame[$0, row].text }.joined() + "\n"
            }
            return Output(
                name: "screen of \(size.columns)×\(size.rows) after '\(key)'", text: text.joined(),
                columns: size.columns)
        }
    }

    private static let moment = Moment(monotonic: .zero, wall: WallTime(nanosecondsSinceEpoch: 0))
}

extension HostileInput {
    /// nil, or what is wrong with an output.
    package static func problem(_ output: Output) -> String? {
        let lines = output.text.split(separator: "\n", omittingEmptySubsequences: false)
        for line in lines {
            if let harmful = line.unicodeScalars.first(where: HarmlessText.isHarmful) {
                return "\(output.name) has U+\(String(harmful.value, radix: 16)): \(excerpt(line))"
            }
            if let columns = output.columns, TextWidth.columns(String(line)) > columns {
                return "\(output.name) has a line of more than \(columns) columns: \(excerpt(line))"
            }
        }
        switch output.json {
        case nil:
            return nil
        case .whole:
            return isJSON(output.text) ? nil : "\(output.name) is no JSON: \(excerpt(output.text[...]))"
        case .eachLine:
            let broken = lines.first { !$0.isEmpty && !isJSON(String($0)) }
            return broken.map { "\(output.name) is no JSON: \(excerpt($0))" }
        }
    }

    private static func isJSON(_ text: String) -> Bool {
        do {
            _ = try MessageReader().read(Array(text.utf8))
            return true
        } catch {
            switch error.problem {
            case .noType, .typeNotAString, .notAnObject: return true
            default: return false
            }
        }
    }

    private static func excerpt(_ text: Substring) -> String {
        HarmlessText.make(String(text.prefix(200)))
    }
}
