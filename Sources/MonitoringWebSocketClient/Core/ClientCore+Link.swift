import MonitoringFormatters
import MonitoringMessages
import WebSocketTransport

// MARK: - One attempt, and the link that it leads to

extension ClientCore {
    /// Begins at once, so that it can be given up before it is followed.
    func beginAttempt() {
        record.record { [moment = clock.now()] in $0.attemptStarted(at: moment) }
        outgoing = Outgoing()
        attempt = Task {
            let failure = await connect()
            // The socket is given back: what is being written fails.
            writing?.cancel()
            await writing?.value
            return failure
        }
        news?.fire()
    }

    /// - Returns: nil where another attempt follows or may follow.
    func attemptEnded(_ failure: ConnectionFailure) -> ClientEnd? {
        let moment = clock.now()
        if Task.isCancelled { apply(machine.stop(now: moment.monotonic).changes, at: moment) }
        let step = machine.attemptEnded(failure, now: moment.monotonic, using: &generator)
        switch step.action {
        case .wait(let report?), .giveUp(_, let report?): tell(report, at: moment)
        case .wait(nil), .giveUp(_, nil), .connect, .stop: break
        }
        apply(step.changes, at: moment)
        switch step.action {
        case .wait: return nil
        case .connect:
            beginAttempt()
            return nil
        case .giveUp(let failure, _): return .gaveUp(failure)
        case .stop: return .stopped
        }
    }

    private func connect() async -> ConnectionFailure {
        var webSocket = configuration.webSocket
        webSocket.connectTimeout = configuration.operationTimeout
        webSocket.handshakeTimeout = configuration.operationTimeout
        webSocket.closeTimeout = min(webSocket.closeTimeout, configuration.operationTimeout)
        do {
            return try await connector.withConnection(to: configuration.uri, configuration: webSocket, isolation: self)
            {
                await self.use($0)
            }
        } catch {
            return ConnectionFailure(error)
        }
    }

    /// - Returns: how the link ended.
    private func use(_ link: Connector.Link) async -> ConnectionFailure {
        let moment = clock.now()
        let step = machine.connected(now: moment.monotonic)
        apply(step.changes, at: moment)
        guard step.action == .proceed else {
            await link.close(code: .normalClosure, reason: "")
            return .cancelled
        }
        self.link = link
        defer {
            self.link = nil
            isReaderBusy = false
        }
        var failure = ConnectionFailure.endedSilently
        do {
            for try await batch in link.batches {
                isReaderBusy = true
                if let end = await receive(batch) { return end }
                await deliverCaughtUp()
                isReaderBusy = false
            }
        } catch {
            failure = ConnectionFailure(error)
        }
        if Task.isCancelled, machine.isConnected {
            // The whole run was cancelled: say goodbye all the same.
            await stop()
        }
        return failure
    }

    func startWriting() {
        guard writing == nil else { return }
        writing = Task {
            await write()
            writing = nil
        }
    }

    private func write() async {
        while let next = outgoing.next() {
            guard machine.isConnected, let link else { continue }
            // A failure shows as the end of the link, which the reader tells.
            switch next {
            case .ping(let payload):
                post(.pingSent)
                try? await link.ping(payload)
            case .pong:
                try? await send(.pong)
            }
        }
    }
}

// MARK: - What arrives

extension ClientCore {
    /// - Returns: how the link ended, once it has.
    private func receive(_ batch: [WebSocketEvent]) async -> ConnectionFailure? {
        // What arrived together arrived at the same moment.
        let moment = clock.now()
        for event in batch {
            if let end = await receive(event, at: moment) { return end }
        }
        return nil
    }

    private func receive(_ event: WebSocketEvent, at moment: Moment) async -> ConnectionFailure? {
        let isInUse = machine.heardFromPeer()
        switch event {
        case .closed(let code, let reason):
            await deliverCaughtUp()
            return ConnectionFailure(closedWith: code, reason: reason)
        case .pong(let payload):
            if let time = machine.pongReceived(payload, now: moment.monotonic) {
                record.record { $0.roundTrip(time) }
                await deliver(.pongReceived(after: time))
            }
        case .text(let bytes) where isInUse:
            record.record { $0.received(bytes: bytes.count, at: moment.monotonic) }
            await receive(text: bytes, at: moment)
        case .binary(let bytes) where isInUse:
            record.record { $0.received(bytes: bytes.count, at: moment.monotonic) }
            await refuse("binary message of \(bytes.count) bytes; expected text", "UnexpectedBinaryMessage", at: moment)
        case .text, .binary:
            break
        }
        return nil
    }

    private func receive(text bytes: [UInt8], at moment: Moment) async {
        let received: ReceivedMessage
        do {
            received = try reader.read(bytes, parts: parts)
        } catch {
            return await refuse(error.description, "MalformedMessage", at: moment)
        }
        if received.message == .ping {
            outgoing.addPong()
            startWriting()
        }
        await deliver(.message(received, moment))
        if case .error(let message, let severity) = received.message {
            let kind = severity.map { " (\(HarmlessText.make($0)))" } ?? ""
            let error = ErrorRecord(
                moment: moment, error: "The server reports an error\(kind): \(HarmlessText.make(message))",
                type: "ServerError")
            record.record { $0.failed(error) }
            await deliver(.error(error))
        }
    }

    /// A message that cannot be read is an error, and the stream goes on.
    private func refuse(_ text: String, _ type: String, at moment: Moment) async {
        let error = ErrorRecord(moment: moment, error: "Message not read: \(text)", type: type)
        record.record { $0.malformed(error) }
        await deliver(.error(error))
    }
}
