import Dispatch
import MonitoringMessages
import Testing

@testable import MonitoringWebSocketClient

/// Programs without async, on threads that no task runs on.
@Suite(.timeLimit(.minutes(5)))
struct WaitingTests {
    /// Runs `body` as the only work of a serial queue, which is the callbacks' as well.
    static func withoutTasks<Result: Sendable>(
        _ body: @escaping @Sendable (DispatchQueue) throws -> Result
    ) async throws -> Result {
        let queue = DispatchQueue(label: "program")
        return try await withCheckedThrowingContinuation { done in
            queue.async { done.resume(with: Swift.Result { try body(queue) }) }
        }
    }

    @Test func callbacksRunOnTheThreadThatWaits() async throws {
        try await withLoopbackServer { uri in
            let seen = try await Self.withoutTasks { queue in
                let key = DispatchSpecificKey<String>()
                queue.setSpecific(key: key, value: "callbacks")
                let seen = Inbox<String?>()
                let client = try MonitoringClient(
                    uri: uri, output: .none, onMessage: { _ in seen.put(DispatchQueue.getSpecific(key: key)) })
                try client.startAndWait(callbackQueue: queue)
                #expect(client.isConnected)
                // The queue is busy here, so nothing but the waiting can run callbacks.
                while client.monitoringHandler.handlerStatistics["received"] == "0" {
                    try client.wait(for: .milliseconds(1))
                }
                try client.sendAndWait(.ping)
                try client.sendAndWait(["type": "get_status"])
                try client.stopAndWait()
                #expect(!client.isConnected)
                #expect(client.statistics.messagesSent == 2)
                seen.close()
                return seen
            }
            let places = await seen.rest()
            #expect(!places.isEmpty)
            #expect(places.allSatisfy { $0 == "callbacks" })
        }
    }

    @Test func theWaitEndsOnTime() async throws {
        let length = try await Self.withoutTasks { queue in
            let start = ContinuousClock.now
            try MonitoringClient(output: .none).wait(for: .milliseconds(50))
            return ContinuousClock.now - start
        }
        #expect(length >= .milliseconds(50))
    }

    @Test func aWaitMayBeForEverOrOver() {
        #expect(Waiting.deadline(after: .seconds(Int64.max)) == .distantFuture)
        #expect(Waiting.deadline(after: .seconds(-1)) <= .now())
    }

    @Test func asynchronousCodeIsRefused() async throws {
        let client = try MonitoringClient(output: .none)
        let refusal = { ClientError.calledFromAsynchronousContext(use: $0) }
        #expect(throws: refusal("start()")) { try client.startAndWait() }
        #expect(throws: refusal("stop()")) { try client.stopAndWait() }
        #expect(throws: refusal("send(_:)")) { try client.sendAndWait(.ping) }
        #expect(throws: refusal("Task.sleep(for:)")) { try client.wait(for: .seconds(1)) }
        #expect(client.webSocketClient.state == .disconnected)
    }

    @Test func theStartThrowsWhatTheAsynchronousOneDoes() async throws {
        try await Self.withoutTasks { queue in
            // Port 1 of this machine: nothing listens there.
            let client = try MonitoringClient(uri: "ws://127.0.0.1:1", reconnect: false, output: .none)
            let error = #expect(throws: ConnectionError.self) { try client.startAndWait(callbackQueue: queue) }
            #expect(error?.reason == .refused)
        }
    }

    @Test func theHistoryCanBeReadWhileTheClientWrites() async throws {
        try await withLoopbackServer { uri in
            try await withMonitoringClient(MonitoringClient(uri: uri, storeHistory: true, output: .none)) { client in
                await withTaskGroup(of: Void.self) { group in
                    for _ in 1...4 {
                        group.addTask {
                            for await _ in client.webSocketClient.events {
                                _ = client.statistics
                                if (try? client.history().count) ?? 0 >= 5 { break }
                            }
                        }
                    }
                }
                let numbers = try client.history().map { $0.sample.processor?.usagePercent ?? 0 }
                #expect(numbers == numbers.sorted())
            }
        }
    }
}
