import MonitoringMessages
import WebSocketTransport

@testable import MonitoringWebSocketClient

typealias Machine = ConnectionStateMachine

let refused = ConnectionFailure(text: "refused", type: "ConnectionRefused")
let lost = ConnectionFailure(text: "lost", type: "ConnectionLost")

func makeConfiguration(_ change: (inout ClientConfiguration) -> Void = { _ in }) throws -> ClientConfiguration {
    var configuration = ClientConfiguration(uri: try WebSocketURI(parsing: "ws://server:8765"))
    change(&configuration)
    return configuration
}

func makeMachine(_ change: (inout ClientConfiguration) -> Void = { _ in }) throws -> Machine {
    Machine(rules: ConnectionRules(try makeConfiguration(change)))
}

extension Machine {
    /// A machine in each kind of state, all made through inputs, at time 0.
    enum Situation: String, CaseIterable {
        case idle, connecting, connected, pingAwaited, closingToReconnect, closingToStop, abandoned, waiting, gaveUp,
            stopped
    }

    static func make(in situation: Situation) throws -> Machine {
        var machine = try makeMachine { if situation == .gaveUp { $0.reconnect = false } }
        if situation == .idle { return machine }
        _ = machine.start()
        switch situation {
        case .idle, .connecting: break
        case .connected: _ = machine.connected(now: .zero)
        case .pingAwaited:
            _ = machine.connected(now: .seconds(-30))
            _ = machine.deadlineReached(now: .zero, readerIsBusy: false)
        case .closingToReconnect:
            _ = machine.connected(now: .zero)
            _ = machine.reconnectNow(now: .zero)
        case .closingToStop:
            _ = machine.connected(now: .zero)
            _ = machine.stop(now: .zero)
        case .abandoned:
            _ = machine.connected(now: .zero)
            _ = machine.sendTimedOut(lost, now: .zero)
        case .waiting, .gaveUp: _ = machine.attemptEnded(refused, now: .zero)
        case .stopped: _ = machine.stop(now: .zero); _ = machine.attemptEnded(refused, now: .zero)
        }
        return machine
    }
}

/// Inputs without chance, for rules that ask for none.
extension Machine {
    mutating func deadlineReached(now: Duration, readerIsBusy: Bool) -> Step<DeadlineAction> {
        var generator = ScriptedGenerator()
        return deadlineReached(now: now, readerIsBusy: readerIsBusy, using: &generator)
    }

    mutating func sendTimedOut(_ failure: ConnectionFailure, now: Duration) -> Step<DeadlineAction> {
        var generator = ScriptedGenerator()
        return sendTimedOut(failure, now: now, using: &generator)
    }

    mutating func attemptEnded(_ failure: ConnectionFailure, now: Duration) -> Step<EndAction> {
        var generator = ScriptedGenerator()
        return attemptEnded(failure, now: now, using: &generator)
    }
}

/// Gives the same bits each time: all of them 1, or all of them 0.
struct ScriptedGenerator: RandomNumberGenerator {
    var isHigh = true

    mutating func next() -> UInt64 { isHigh ? .max : 0 }
}

extension StatusChange {
    /// Such as "connected → reconnecting 1/3 at 5".
    var text: String {
        var text = "\(from) → \(to)"
        if attempt > 0 { text += " \(attempt)" }
        if let maxAttempts { text += "/\(maxAttempts)" }
        if let nextAttemptAt { text += " at \(nextAttemptAt.components.seconds)" }
        return text
    }
}

extension Step {
    var texts: [String] { changes.map(\.text) }
}
