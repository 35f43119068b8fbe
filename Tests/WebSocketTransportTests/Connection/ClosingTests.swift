import Synchronization
import Testing

@testable import WebSocketTransport

@Suite(.timeLimit(.minutes(5))) struct ClosingTests {
    @Test(
        "The peer's close is answered with its code and passed on",
        arguments: [
            (closeFrame(1000, "bye"), WebSocketCloseCode.normalClosure as WebSocketCloseCode?, "bye"),
            (closeFrame(1008, "full"), .policyViolation, "full"), (frame(0x88, ""), nil, ""),
            (closeFrame(4999, "é"), WebSocketCloseCode(rawValue: 4999), "é"),
        ])
    func peerCloses(bytes: [UInt8], code: WebSocketCloseCode?, reason: String) async throws {
        try await ScriptedServer.run { peer in
            // Nothing behind a close frame counts.
            try await peer.upgrade(with: frame(0x81, "a") + bytes + frame(0x81, "late") + [0xFF, 0xFF])
            let answer = try await peer.frame()
            #expect(answer.first == 0x88)
            #expect(answer.payload == (code.map { [UInt8($0.rawValue >> 8), UInt8($0.rawValue & 0xFF)] } ?? []))
            try await peer.end()
        } client: { port in
            try await withLink(port: port) { link in
                let (events, error) = await link.events.all()
                #expect(error == nil)
                #expect(events == [.text(utf8("a")), .closed(code, reason: reason)])
                await #expect(throws: WebSocketTransportError.notConnected) { try await link.send(text: "late") }
                await #expect(throws: WebSocketTransportError.notConnected) { try await link.ping([]) }
            }
        }
    }

    @Test("Our close carries code and reason; what the peer still sends arrives before its answer")
    func weClose() async throws {
        try await ScriptedServer.run { peer in
            try await peer.upgrade()
            let close = try await peer.frame()
            #expect(close.first == 0x88)
            #expect(close.payload == [0x03, 0xE9] + Array("moving".utf8))
            try await peer.send(frame(0x81, "last") + closeFrame(1001, "moving"))
            try await peer.end()
        } client: { port in
            try await withLink(port: port) { link in
                await link.close(code: .goingAway, reason: "moving")
                await link.close(code: .normalClosure, reason: "again")
                await #expect(throws: WebSocketTransportError.notConnected) { try await link.send(text: "late") }
                let (events, error) = await link.events.all()
                #expect(error == nil)
                #expect(events == [.text(utf8("last")), .closed(.goingAway, reason: "moving")])
            }
        }
    }

    @Test("A peer that does not answer our close is left after the timeout")
    func closeTimeout() async throws {
        var configuration = WebSocketConfiguration()
        configuration.closeTimeout = .milliseconds(100)
        try await ScriptedServer.run { peer in
            try await peer.upgrade()
            try await peer.end()
        } client: { [configuration] port in
            try await withLink(port: port, configuration: configuration) { link in
                await link.close(code: .normalClosure, reason: "")
                let (events, error) = await link.events.all()
                #expect(events.isEmpty)
                #expect(error == .connectionLost(detail: "the server did not answer the close frame in time"))
            }
        }
    }

    @Test("The end of the stream without a close frame is a lost connection")
    func endOfStream() async throws {
        try await ScriptedServer.run { peer in
            try await peer.upgrade(with: frame(0x81, "a") + frame(0x01, "half"))
        } client: { port in
            let (events, error) = try await withLink(port: port) { await $0.events.all() }
            #expect(events == [.text(utf8("a"))])
            #expect(error == .connectionLost(detail: "the server closed the connection without a close frame"))
        }
    }

    @Test("A reset is a lost connection, in words")
    func reset() async throws {
        let received = Signal()
        try await ScriptedServer.run { peer in
            try await peer.upgrade(with: frame(0x81, "a"))
            await received.wait()
            try await peer.reset()
        } client: { port in
            try await withLink(port: port) { link in
                do {
                    for try await event in link.events {
                        #expect(event == .text([0x61]))
                        received.fire()
                    }
                    Issue.record("the events ended without an error")
                } catch let error as WebSocketTransportError {
                    #expect(error == .connectionLost(detail: "the server reset the connection"))
                }
            }
        }
    }

    @Test("A violation is answered with its code, after what came before it was passed on")
    func violation() async throws {
        try await ScriptedServer.run { peer in
            try await peer.upgrade(with: frame(0x81, "a") + frame(0x81, [0xFF]))
            let close = try await peer.frame()
            #expect(close.first == 0x88 && close.payload.prefix(2) == [0x03, 0xEF])
            try await peer.end()
        } client: { port in
            let (events, error) = try await withLink(port: port) { await $0.events.all() }
            #expect(events == [.text(utf8("a"))])
            #expect(error == .protocolViolation(.invalidPayloadData, detail: "a text message is not valid UTF-8"))
        }
    }

    @Test("What came before a violation in the same packet can still be answered (Autobahn 3.2)")
    func answerBeforeViolation() async throws {
        try await ScriptedServer.run { peer in
            try await peer.upgrade(with: frame(0x81, "a") + frame(0xA1, "b") + frame(0x89, "late"))
            #expect(try await peer.frame().text == "a")
            let close = try await peer.frame()
            #expect(close.first == 0x88 && close.payload.prefix(2) == [0x03, 0xEA])
            try await peer.end()
        } client: { port in
            try await withLink(port: port) { link in
                var events = link.events.makeAsyncIterator()
                #expect(try await events.next() == .text([0x61]))
                try await link.send(text: "a")
                await #expect(throws: WebSocketTransportError.self) { try await events.next() }
                await #expect(throws: WebSocketTransportError.notConnected) { try await link.send(text: "late") }
            }
        }
    }

    @Test(
        "A violation that nobody looks at fails the connection with its code when the scope ends, or in the end by itself"
    )
    func unseenViolation() async throws {
        for leaves in [true, false] {
            var configuration = WebSocketConfiguration()
            configuration.closeTimeout = leaves ? .seconds(50) : .milliseconds(100)
            let ended = Signal()
            try await ScriptedServer.run { peer in
                try await peer.upgrade(with: frame(0x81, "a") + frame(0xA1, "b"))
                #expect(try await peer.frame().payload.prefix(2) == [0x03, 0xEA])
                try await peer.end()
                ended.fire()
            } client: { [configuration] port in
                try await withLink(port: port, configuration: configuration) { link in
                    var events = link.events.makeAsyncIterator()
                    let first = try await events.next()
                    #expect(first == .text([0x61]))
                    if !leaves { await ended.wait() }
                }
            }
        }
    }

    @Test("Cancelling the task closes the socket, whatever the body waits for")
    func cancelled() async throws {
        let opened = Signal()
        let ended = Signal()
        try await ScriptedServer.run { peer in
            try await peer.upgrade()
            #expect(try await peer.frame().payload == [0x03, 0xE9])
            try await peer.end()
            ended.fire()
        } client: { port in
            let task = Task {
                try await withLink(port: port) { link in
                    opened.fire()
                    for try await _ in link.events {}
                    // As a body that ignores cancellation would.
                    await ended.wait()
                }
            }
            await opened.wait()
            task.cancel()
            await ended.wait()
            _ = await task.result
        }
    }

    @Test("A scope that ends says goodbye and closes")
    func scopeEnds() async throws {
        try await ScriptedServer.run { peer in
            try await peer.upgrade()
            #expect(try await peer.frame().payload == [0x03, 0xE9])
            try await peer.end()
        } client: { port in
            struct Stop: Error {}
            await #expect(throws: Stop.self) { try await withLink(port: port) { _ in throw Stop() } }
        }
    }

    @Test("A send to a peer that does not read ends when its task is cancelled")
    func cancelledSend() async throws {
        let done = Signal()
        try await ScriptedServer.run { peer in
            try await peer.upgrade()
            await done.wait()
        } client: { port in
            try await withLink(port: port) { link in
                let text = String(repeating: "x", count: 1 << 20)
                let sends = Task {
                    while true {
                        try await link.send(text: text)
                    }
                }
                // Each send returns once written, so the task ends up waiting in one.
                sends.cancel()
                await #expect(throws: CancellationError.self) { try await sends.value }
            }
            done.fire()
        }
    }
}
