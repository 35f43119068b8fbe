import MonitoringFormatters
import MonitoringMessages
import Testing

@testable import MonitoringWebSocketClient

@Suite(.timeLimit(.minutes(5)))
struct SimpleMonitoringClientTests {
    @Test(arguments: [true, false])
    func itConnectsWaitsAndDisconnects(_ autoPrint: Bool) async throws {
        try await withLoopbackServer { uri in
            let data = Inbox<ReceivedSample>()
            let printed = Inbox<PrintedText>()
            try await WaitingTests.withoutTasks { queue in
                let count = Count()
                let client = try SimpleMonitoringClient(
                    uri: uri,
                    onData: {
                        data.put($0)
                        count.increase()
                    }, autoPrint: autoPrint, format: .jsonl, callbackQueue: queue,
                    output: .function { printed.put($0) })
                #expect(!client.isConnected)
                try client.connect()
                #expect(client.isConnected)
                while count.value < 2 { try client.wait(.milliseconds(1)) }
                try client.disconnect()
                #expect(!client.isConnected)
            }
            data.close()
            printed.close()
            let received = await data.rest()
            #expect(received.first?.sample.processor?.usagePercent != nil)
            let texts = await printed.rest()
            #expect(texts.isEmpty == !autoPrint)
            if autoPrint {
                // A callback does not switch printing off.
                #expect(texts.filter { $0.kind == .data }.count == received.count)
                #expect(texts.first?.text.contains("Connecting to \(uri)") == true)
            }
        }
    }

    @Test func withoutAServerItIsNotConnectedAndDisconnectsAtOnce() async throws {
        try await WaitingTests.withoutTasks { queue in
            let client = try SimpleMonitoringClient(uri: "ws://127.0.0.1:1", autoPrint: false, callbackQueue: queue)
            try client.connect()
            #expect(!client.isConnected)
            try client.disconnect()
        }
    }

    @Test func defaultsAreTheManuals() throws {
        let client = try SimpleMonitoringClient().client
        #expect(client.webSocketClient.configuration.uri.description == "ws://localhost:8765")
        #expect(client.monitoringHandler.format.formatter is SimpleFormatter)
    }
}
