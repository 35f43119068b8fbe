import Foundation
import MonitoringFormatters
import MonitoringMessages
import Synchronization
import Testing

@testable import MonitoringWebSocketClient

/// The manual's examples of use, in Swift, against a real server.
@Suite(.timeLimit(.minutes(5)))
struct UseTests {
    @Test func theScopeConnectsAndDisconnects() async throws {
        try await withLoopbackServer { uri in
            let client = try MonitoringClient(uri: uri, output: .none)
            try await withMonitoringClient(client) { client in
                #expect(client.isConnected)
                await client.webSocketClient.until { client.statistics.messagesReceived >= 2 }
            }
            #expect(!client.isConnected)
        }
    }

    @Test func theManualExampleRunsAsWritten() async throws {
        try await withLoopbackServer { uri in
            let client = try MonitoringClient(
                uri: uri, format: .json, color: false, reconnect: true, pingInterval: .seconds(30), output: .none)
            try await client.start()
            await client.webSocketClient.until { client.statistics.messagesReceived >= 2 }
            await client.stop()
            #expect(client.statistics.currentState == .disconnected)
        }
    }

    @Test func theSynchronousExampleRunsAsWritten() async throws {
        try await withLoopbackServer { uri in
            try await WaitingTests.withoutTasks { queue in
                let client = try MonitoringClient(uri: uri, output: .none)
                try client.startAndWait(callbackQueue: queue)
                while client.statistics.messagesReceived < 2 { try client.wait(for: .milliseconds(1)) }
                try client.stopAndWait()
                #expect(!client.isConnected)
            }
        }
    }

    @Test func messagesReachTheCallbackWithoutBeingPrinted() async throws {
        let printed = Inbox<PrintedText>()
        try await withLoopbackServer { uri in
            let messages = Inbox<ReceivedSample>()
            let client = try MonitoringClient(uri: uri, output: .none, onMessage: { messages.put($0) })
            try await withMonitoringClient(client) { _ in
                let data = try await messages.next()
                #expect(data.sample.processor?.usagePercent != nil)
                #expect(data.sample.memory?.usagePercent == nil, "unknown is not 0")
            }
        }
        printed.close()
        #expect(await printed.rest().isEmpty)
    }

    @Test func theDocumentedMessageReachesTheCallback() async throws {
        let fixture = try LibraryFixture()
        let client = try fixture.monitoringClient()
        let figures = Inbox<[Double?]>()
        client.register(
            onMessage: { data in
                let gigabyte = Double(1 << 30)
                let sample = data.sample
                figures.put([
                    sample.processor?.usagePercent, sample.processor?.temperatureCelsius,
                    sample.processor?.frequencyMHz, sample.memory?.usagePercent,
                    sample.memory?.usedBytes.map { ($0 == UInt64(8.2 * gigabyte + 0.5)) ? 8.2 : 0 },
                    sample.disk?.usagePercent, sample.gpus.first?.usagePercent, sample.gpus.first?.memoryPercent,
                ])
            })
        try await fixture.whileConnected { link async throws in
            link.receive(
                #"{"type":"monitoring_data","data":{"processor":{"usage_percent":45.2,"temperature":65.0,"#
                    + #""frequency_mhz":2400},"memory":{"usage_percent":62.8,"used_gb":8.2,"total_gb":13.1},"#
                    + #""disk":{"usage_percent":28.5},"gpu":{"usage_percent":15.0,"memory_percent":45.0}}}"#)
            #expect(try await figures.next() == [45.2, 65, 2400, 62.8, 8.2, 28.5, 15, 45])
        }
    }

    @Test func aServiceStartsAndStopsInsideAnApplication() async throws {
        try await withLoopbackServer { uri in
            let events = Inbox<String>()
            let client = try MonitoringClient(
                uri: uri, output: .none, onMessage: { _ in events.put("data") },
                onConnect: { events.put("connected") }, onDisconnect: { events.put("disconnected") })
            var running = false
            try await client.start()
            running = client.isConnected
            #expect(running)
            var seen: Set<String> = []
            while seen != ["data", "connected"] { seen.insert(try await events.next()) }
            await client.stop()
            while try await events.next() != "disconnected" {}
        }
    }

    @Test func theRobustLoopSeesTheLossAndTheReturn() async throws {
        let fixture = try LibraryFixture()
        let client = try fixture.monitoringClient()
        let link = try await fixture.start()
        #expect(client.isConnected)
        link.lose()
        await client.webSocketClient.until { !client.isConnected }
        try await fixture.again(after: .seconds(5)).accept()
        await client.webSocketClient.until { client.isConnected }
        await client.stop()
    }

    @Test func withoutAHistoryNothingIsStored() async throws {
        let handler = MonitoringHandler(output: .none)
        for number in 1...3 { #expect(handler.record(try sample(number))) }
        #expect(handler.handlerStatistics == ["received": "3", "filtered": "0", "history": "0"])
    }

    @Test func aSlowOutputCostsTheCallbackNothing() async throws {
        let fixture = try LibraryFixture()
        let isStuck = Inbox<Void>()
        let release = DispatchSemaphore(value: 0)
        let handler = MonitoringHandler(
            output: .function { _ in
                isStuck.put(())
                release.wait()
            })
        let client = try MonitoringClient(webSocketClient: fixture.client, monitoringHandler: handler)
        let seen = Inbox<String>()
        client.addHandler(for: .monitoringData) { seen.put($0.timestamp ?? "") }
        let link = try await fixture.start()
        try await isStuck.next()
        for number in 1...20 {
            link.receive(sampleText(number))
            #expect(try await seen.next() == "\(number)")
        }
        for _ in 0...30 { release.signal() }
        await client.stop()
    }

    private func sample(_ number: Int) throws -> ReceivedSample {
        var sample = MonitoringSample()
        sample.timestamp = "\(number)"
        return ReceivedSample(moment: Moment(at: .zero), sample: sample, raw: "{}")
    }
}
