import Dispatch
import MonitoringMessages
import TestSupport
import Testing

@testable import MonitoringWebSocketClient

/// A slow or throwing handler holds up nobody.
@Suite(.timeLimit(.minutes(5)))
struct HandlerIsolationTests {
    struct Trouble: Error, CustomStringConvertible {
        var description: String { "trouble" }
    }

    @Test func aHandlerThatBlocksStallsNobodyAndDropsTheOldest() async throws {
        let fixture = try LibraryFixture()
        let entered = Inbox<String>()
        let seen = Inbox<String>()
        let release = DispatchSemaphore(value: 0)
        let stalled = fixture.client.on(.monitoringData) { data in
            entered.put(data.timestamp ?? "")
            release.wait()
        }
        let link = try await fixture.start()
        link.receive(sampleText(1))
        #expect(try await entered.next() == "1")
        let swift = fixture.client.on(.monitoringData) { seen.put($0.timestamp ?? "") }
        for number in 2...1102 {
            link.receive(sampleText(number))
            #expect(try await seen.next() == "\(number)")
        }
        // One is in its hands and 1,000 wait: 2 to 102 are gone.
        #expect(stalled.droppedEvents == 101)
        #expect(swift.droppedEvents == 0)
        #expect(fixture.client.droppedEvents == 101)
        for _ in 0...1000 { release.signal() }
        #expect(try await entered.next() == "103")
        await fixture.client.stop()
        #expect(fixture.client.off(stalled))
        #expect(fixture.client.droppedEvents == 101)
    }

    @Test func severalBlockedHandlersLeaveTheClientRunning() async throws {
        let fixture = try LibraryFixture()
        let entered = Inbox<Int>()
        let seen = Inbox<String>()
        let release = DispatchSemaphore(value: 0)
        // More than the machine has cores.
        for number in 1...16 {
            fixture.client.on(.custom("block")) { _ in
                entered.put(number)
                release.wait()
            }
        }
        fixture.client.on(.monitoringData) { seen.put($0.timestamp ?? "") }
        let link = try await fixture.start()
        fixture.client.emit("block")
        #expect(Set(try await entered.next(16)) == Set(1...16))
        link.receive(sampleText(1))
        #expect(try await seen.next() == "1")
        for _ in 1...16 { release.signal() }
        await fixture.client.stop()
    }

    @Test func whatAHandlerThrowsIsReportedEverywhere() async throws {
        let messages = LogMessages()
        let fixture = try LibraryFixture(logger: messages.logger)
        let client = try fixture.monitoringClient()
        let errors = Inbox<HandlerError?>()
        client.register(onError: { errors.put($0 as? HandlerError) })
        let seen = Inbox<String>()
        client.addHandler(for: .monitoringData) { _ in throw Trouble() }
        client.addHandler(for: .monitoringData) { seen.put($0.timestamp ?? "") }
        try await fixture.whileConnected { link async throws in
            link.receive(sampleText(1))
            let text = "The handler of monitoring_data failed: trouble"
            #expect(try await errors.next() == HandlerError(text))
            link.receive(sampleText(2))
            #expect(try await errors.next() == HandlerError(text))
            #expect(try await seen.next(2) == ["1", "2"])
            #expect(client.isConnected)
            #expect(client.statistics.errorCount == 2)
            #expect(client.statistics.errorHistory.map(\.type) == ["HandlerError", "HandlerError"])
            #expect(messages.all.contains("error \(text)"))
        }
    }

    @Test func anErrorHandlerThatThrowsIsNotCalledForThat() async throws {
        let fixture = try LibraryFixture()
        let calls = Inbox<String>()
        fixture.client.on(.clientError) { record in
            calls.put(record.type)
            throw Trouble()
        }
        try await fixture.whileConnected { link async throws in
            link.receive("no JSON")
            #expect(try await calls.next() == "MalformedMessage")
            link.receive("[]")
            #expect(try await calls.next() == "MalformedMessage")
        }
        #expect(fixture.client.statistics.errorCount == 4)
    }

    @Test func stopWaitsForWhatHandlersStillHave() async throws {
        let fixture = try LibraryFixture()
        let seen = Inbox<String>()
        fixture.client.on(.monitoringData) { data in
            for _ in 1...10 { await Task.yield() }
            seen.put(data.timestamp ?? "")
        }
        let last = Inbox<Void>()
        fixture.client.on(.custom("last")) { _ in last.put(()) }
        try await fixture.whileConnected { link async throws in
            for number in 1...100 { link.receive(sampleText(number)) }
            link.receive(#"{"type":"last"}"#)
            try await last.next()
        }
        seen.close()
        #expect(await seen.rest().count == 100)
    }

    @Test func stopWaitsForAHandlerNoLongerThanTheOperationTimeout() async throws {
        let fixture = try LibraryFixture()
        let entered = Inbox<Void>()
        let release = DispatchSemaphore(value: 0)
        fixture.client.on(.custom("x")) { _ in
            entered.put(())
            release.wait()
        }
        // Stopped before, so that nothing but the handler is waited for.
        try await fixture.whileConnected { _ in }
        fixture.client.emit("x")
        try await entered.next()
        async let stop: Void = fixture.client.stop()
        try await fixture.clock.sleeper(until: .seconds(5))
        fixture.clock.advance(to: .seconds(5))
        await stop
        release.signal()
    }

    @Test func aHandlerMayStopItsClient() async throws {
        let fixture = try LibraryFixture()
        let stopped = Inbox<Void>()
        fixture.client.on(.monitoringData) { [client = fixture.client] _ in
            await client.stop()
            stopped.put(())
        }
        let link = try await fixture.start()
        link.receive(sampleText())
        try await stopped.next()
        #expect(fixture.client.state == .disconnected)
    }
}
