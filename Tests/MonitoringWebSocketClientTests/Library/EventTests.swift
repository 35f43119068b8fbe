import MonitoringMessages
import Synchronization
import Testing

@testable import MonitoringWebSocketClient

@Suite(.timeLimit(.minutes(5)))
struct EventTests {
    @Test func monitoringDataGivesTheWholeMessage() async throws {
        let fixture = try LibraryFixture()
        let data = Inbox<ReceivedSample>()
        fixture.client.on(.monitoringData) { data.put($0) }
        try await fixture.whileConnected { link async throws in
            link.receive(sampleText(7))
            let data = try await data.next()
            #expect(data.sample.processor?.usagePercent == 45.2)
            #expect(data.timestamp == "7")
            #expect(data.type == "monitoring_data")
            #expect(data.raw == sampleText(7))
            #expect(
                data.received
                    == ReceivedMessage(
                        message: .monitoringData(data.sample), timestamp: "7", raw: data.raw))
        }
    }

    @Test(arguments: [
        #"{"type":"connection","status":"connected","message":"hello"}"#,
        #"{"type":"connection_message","message":"hello"}"#,
    ])
    func connectionMessageGivesTheText(_ text: String) async throws {
        let fixture = try LibraryFixture()
        let texts = Inbox<String>()
        fixture.client.on(.connectionMessage) { texts.put($0) }
        try await fixture.whileConnected { link async throws in
            link.receive(text)
            #expect(try await texts.next() == "hello")
        }
    }

    @Test(arguments: [
        #"{"type":"error","message":"no data"}"#,
        #"{"type":"error_message","error":"no data","severity":"warning"}"#,
    ])
    func errorMessageGivesTheText(_ text: String) async throws {
        let fixture = try LibraryFixture()
        let texts = Inbox<String>()
        fixture.client.on(.errorMessage) { texts.put($0) }
        try await fixture.whileConnected { link async throws in
            link.receive(text)
            #expect(try await texts.next() == "no data")
        }
    }

    @Test func stateChangeGivesTheOldAndTheNewState() async throws {
        let fixture = try LibraryFixture()
        let changes = Inbox<StateChange>()
        fixture.client.on(.stateChange) { changes.put($0) }
        try await fixture.whileConnected { _ async throws in }
        let all = try await changes.next(3)
        #expect(all.map(\.old) == [.disconnected, .connecting, .connected])
        #expect(all.map(\.new) == [.connecting, .connected, .disconnected])
        #expect(all.allSatisfy { $0.status.uri == "ws://server:8765" && $0.status.state == $0.new })
    }

    @Test func theStarGetsEveryEventByName() async throws {
        let fixture = try LibraryFixture()
        let names = Inbox<String>()
        fixture.client.on(.all) { names.put($0.name) }
        try await fixture.whileConnected { link async throws in
            #expect(try await names.next(2) == ["state_change", "state_change"])
            link.receive(sampleText())
            link.receive(#"{"type":"connection","message":"hello"}"#)
            link.receive(#"{"type":"error","message":"no data"}"#)
            link.receive(#"{"type":"pong"}"#)
            link.receive(#"{"type":"weather"}"#)
            link.receive("no JSON")
            #expect(
                try await names.next(7) == [
                    "monitoring_data", "connection_message", "error_message", "client_error", "pong", "weather",
                    "client_error",
                ])
        }
        #expect(try await names.next() == "state_change")
    }

    @Test(arguments: ["status", "ping", "pong", "weather"])
    func anyOtherTypeIsAnEventOfThatName(_ type: String) async throws {
        let fixture = try LibraryFixture()
        let events = Inbox<CustomEvent>()
        fixture.client.on(.custom(type)) { events.put($0) }
        fixture.client.on(.custom("another")) { events.put($0) }
        try await fixture.whileConnected { link async throws in
            link.receive(#"{"type":"another"}"#)
            #expect(try await events.next().name == "another")
            link.receive(#"{"type":"\#(type)"}"#)
            let event = try await events.next()
            #expect(event.name == type)
            #expect(event.data == #"{"type":"\#(type)"}"#)
            #expect(event.received?.raw == event.data)
        }
    }

    @Test func emittedEventsReachTheirHandlersAndTheStar() async throws {
        let fixture = try LibraryFixture()
        let custom = Inbox<String>()
        let all = Inbox<String>()
        fixture.client.on(.custom("mine")) { custom.put($0.data) }
        fixture.client.on(.all) { all.put($0.name) }
        fixture.client.emit("mine", data: "1")
        fixture.client.emit("other")
        fixture.client.emit(.custom(CustomEvent(name: "mine", data: "2")))
        #expect(try await custom.next(2) == ["1", "2"])
        #expect(try await all.next(3) == ["mine", "other", "mine"])
    }

    @Test func aRemovedHandlerIsNotCalledAgain() async throws {
        let fixture = try LibraryFixture()
        let calls = Inbox<String>()
        let token = fixture.client.on(.custom("x")) { _ in calls.put("removed") }
        fixture.client.on(.custom("x")) { _ in calls.put("kept") }
        #expect(token.event == "x")
        #expect(fixture.client.off(token))
        #expect(!fixture.client.off(token))
        fixture.client.emit("x")
        fixture.client.emit("x")
        #expect(try await calls.next(2) == ["kept", "kept"])
    }

    @Test func asynchronousHandlersAreAwaitedInOrder() async throws {
        let fixture = try LibraryFixture()
        let calls = Inbox<String>()
        fixture.client.on(.custom("x")) { event in
            calls.put("begin \(event.data)")
            await Task.yield()
            calls.put("end \(event.data)")
        }
        fixture.client.emit("x", data: "1")
        fixture.client.emit("x", data: "2")
        #expect(try await calls.next(4) == ["begin 1", "end 1", "begin 2", "end 2"])
    }

    @Test func theSequenceOfEventsEndsWithTheClient() async throws {
        let fixture = try LibraryFixture()
        let events = fixture.client.events
        try await fixture.whileConnected { link async throws in
            link.receive(sampleText())
            for await event in events where event.name == "monitoring_data" { break }
        }
        var names: [String] = []
        for await event in events { names.append(event.name) }
        #expect(names == ["state_change"])
    }

    @Test func aSequenceThatNobodyReadsIsBounded() async throws {
        let fixture = try LibraryFixture()
        let events = fixture.client.events
        for number in 1...1003 { fixture.client.emit("x", data: "\(number)") }
        #expect(events.droppedEvents == 3)
        for await case .custom(let event) in events {
            #expect(event.data == "4")
            break
        }
    }

    @Test func aReaderThatIsCancelledEnds() async throws {
        let fixture = try LibraryFixture()
        let events = fixture.client.events
        let reader = Task {
            for await _ in events {}
        }
        reader.cancel()
        await reader.value
        // What came meanwhile can still be read, and then it is over.
        fixture.client.emit("x")
        var names: [String] = []
        for await event in events { names.append(event.name) }
        #expect(names == ["x"])
    }
}
