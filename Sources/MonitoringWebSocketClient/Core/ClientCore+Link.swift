import WebSocketTransport

// MARK: - One attempt, and the link that it leads to

extension ClientCore {
    /// Begins at once, so that it can be given up before it is followed.
    func beginAttempt() {
        record.record { [moment = clock.now()] in $0.attemptStarted(at: moment) }
        outgoing = Outgoing()
        attempt = Task(executorPreference: executor) { await self.followLink() }
        news?.fire()
    }

    private func followLink() async -> ConnectionFailure {
        let failure = await connect()
        // The socket is given back: what is being written fails.
        writing?.cancel()
        await writing?.value
        return failure
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
    private func use(_ link: some WebSocketLink) async -> ConnectionFailure {
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
        if executor != nil { link.offerBatches(to: self) }
        var failure = ConnectionFailure.endedSilently
        do {
            for try await batch in link.batches {
                isReaderBusy = true
                if let end = await receive(batch) { return end }
                isReaderBusy = false
            }
        } catch {
            failure = ConnectionFailure(error)
        }
        // The link may have ended while the handler had still to do.
        await finishDelivery()
        if Task.isCancelled, machine.isConnected {
            // The whole run was cancelled: say goodbye all the same.
            await stop()
        }
        return failure
    }

    func startWriting() {
        guard writing == nil else { return }
        writing = Task(executorPreference: executor) { await self.write() }
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
        writing = nil
    }
}

// MARK: - What arrives

extension ClientCore: WebSocketBatchReceiver {
    package nonisolated func receive(_ batch: [WebSocketEvent]) -> [WebSocketEvent]? {
        assumeIsolated { $0.receiveNow(batch) }
    }

    /// - Returns: how the link ended, once it has.
    private func receive(_ batch: [WebSocketEvent]) async -> ConnectionFailure? {
        // What arrived together arrived at the same moment.
        let moment = clock.now()
        await finishDelivery()
        var events = batch[...]
        while !events.isEmpty {
            var end: ConnectionFailure?
            await deliver { end = receiveRound(&events, at: moment) }
            if let end { return end }
        }
        return nil
    }

    /// As much as needs no task: the reader's sleeps on, while messages come that the handler need not be waited for.
    /// - Returns: What is left to the reader; nil when nothing is.
    private func receiveNow(_ batch: [WebSocketEvent]) -> [WebSocketEvent]? {
        guard !isReaderBusy, !isDelivering, pending.isEmpty else { return leave(batch[...]) }
        if case .closed = batch.last { return leave(batch[...]) }
        let moment = clock.now()
        var events = batch[...]
        while !events.isEmpty {
            guard deliverNow({ _ = receiveRound(&events, at: moment) }) else { return leave(events) }
        }
        return nil
    }

    /// To the reader, which what comes next has to wait for.
    private func leave(_ events: ArraySlice<WebSocketEvent>) -> [WebSocketEvent] {
        isReaderBusy = true
        return Array(events)
    }

    /// Takes the first of the events, as many as the handler takes in one round.
    /// - Returns: how the link ended, once it has.
    private func receiveRound(
        _ events: inout ArraySlice<WebSocketEvent>, at moment: Moment
    ) -> ConnectionFailure? {
        let taken = events.prefix(roundLimit)
        events = events.dropFirst(taken.count)
        var round = ReceivedRound(
            of: taken, at: moment, isInUse: machine.heardFromPeer(), parts: parts, record: record)
        receive(taken, in: &round)
        if round.messages > 0 { readsOnAt = allowance?.take(round.messages, now: moment.monotonic) }
        return round.end
    }

    private func receive(_ events: ArraySlice<WebSocketEvent>, in round: inout ReceivedRound) {
        reader.withLock { reader in
            for event in events {
                switch event {
                case .text(let bytes): round.takeText(bytes, reader, handler)
                case .binary(let bytes): round.takeBinary(bytes, handler)
                case .pong(let payload):
                    guard let time = machine.pongReceived(payload, now: round.moment.monotonic) else { continue }
                    round.takePong(after: time, handler)
                case .closed(let code, let reason):
                    round.end = ConnectionFailure(closedWith: code, reason: reason)
                }
            }
        }
        guard round.pings > 0 else { return }
        outgoing.addPongs(round.pings)
        startWriting()
    }
}
