import Testing
import WebSocketTransport

@testable import MonitoringWebSocketClient

/// How long the machine waits, from the deadline that it names.
@Suite struct BackoffTests {
    private static let high = ScriptedGenerator()
    private static let low = ScriptedGenerator(isHigh: false)

    private static func closed(_ code: WebSocketCloseCode) -> ConnectionFailure {
        ConnectionFailure(closedWith: code, reason: "")
    }

    private static func http(_ status: Int, retryAfter: Duration? = nil) -> ConnectionFailure {
        ConnectionFailure(WebSocketTransportError.handshakeRefused(status: status, reason: "", retryAfter: retryAfter))
    }

    /// The waits after failures in a row, rounded to whole seconds.
    private func waits(
        _ failures: [ConnectionFailure], _ generator: ScriptedGenerator,
        _ change: (inout ClientConfiguration) -> Void = { _ in }
    ) throws -> [Int] {
        var generator = generator
        var machine = try makeMachine(change)
        _ = machine.start()
        return try failures.map { failure in
            guard case .wait(let report) = machine.attemptEnded(failure, now: .zero, using: &generator).action else {
                throw EndOfScript()
            }
            let wait = try #require(machine.nextDeadline)
            #expect(report?.nextAttemptIn == wait)
            #expect(machine.deadlineReached(now: wait, readerIsBusy: false, using: &generator).action == .connect)
            return Int((wait / .seconds(1)).rounded())
        }
    }

    @Test func `By default the interval is the same each time`() throws {
        #expect(try waits(Array(repeating: refused, count: 20), Self.high) == Array(repeating: 5, count: 20))
    }

    @Test func `Exponential waits double up to the cap, and are random below that`() throws {
        let failures = Array(repeating: refused, count: 7)
        #expect(try waits(failures, Self.high) { $0.backoff = .exponential } == [5, 10, 20, 40, 60, 60, 60])
        #expect(try waits(failures, Self.low) { $0.backoff = .exponential } == [0, 0, 0, 0, 0, 0, 0])
        let shortest = try waits(failures, Self.low) {
            $0.backoff = .exponential
            $0.reconnectInterval = .zero
        }
        #expect(shortest == [0, 0, 0, 0, 0, 0, 0])
        // A cap below the interval would make the waits shorter than those of the default.
        let capped = try waits(failures, Self.high) {
            $0.backoff = .exponential
            $0.backoffCap = .seconds(1)
        }
        #expect(capped == [5, 5, 5, 5, 5, 5, 5])
    }

    @Test func `An exponential wait is never so short that there is no rest`() throws {
        var generator = Self.low
        var machine = try makeMachine { $0.backoff = .exponential }
        _ = machine.start()
        _ = machine.attemptEnded(refused, now: .zero, using: &generator)
        #expect(machine.nextDeadline == ConnectionRules.minimumReconnectInterval)
    }

    @Test(
        arguments: [
            ("full", closed(.policyViolation), [30, 60, 120, 240, 480, 600, 600]),
            ("overloaded", closed(.tryAgainLater), [30, 60, 120, 240, 480, 600, 600]),
            ("401", http(401), [30, 60, 120, 240, 480, 600, 600]),
            ("403", http(403), [30, 60, 120, 240, 480, 600, 600]),
            ("407", http(407), [30, 60, 120, 240, 480, 600, 600]),
            ("429", http(429), [30, 60, 120, 240, 480, 600, 600]),
            ("503", http(503), [5, 5, 5]),
            ("404", http(404, retryAfter: .seconds(100)), [5, 5, 5]),
            ("restarting", closed(.serviceRestart), [30, 30, 30]),
            ("going away", closed(.goingAway), [5, 5, 5]),
            ("429 in 7 s", http(429, retryAfter: .seconds(7)), [7, 7, 7]),
            ("503 in 120 s", http(503, retryAfter: .seconds(120)), [120, 120]),
            ("503 at once", http(503, retryAfter: .zero), [5, 5]),
            ("503 in a month", http(503, retryAfter: .seconds(2_678_400)), [600, 600]),
        ])
    func `What the server says about the next attempt`(
        _ name: String, _ failure: ConnectionFailure, _ expected: [Int]
    ) throws {
        #expect(try waits(Array(repeating: failure, count: expected.count), Self.high) == expected, "\(name)")
    }

    @Test func `A refusal in between starts again, and a longer interval of the user's counts`() throws {
        let full = Self.closed(.policyViolation)
        #expect(try waits([full, full, refused, full], Self.high) == [30, 60, 5, 30])
        #expect(try waits([full, full, full], Self.high) { $0.reconnectInterval = .seconds(90) } == [90, 90, 120])
        #expect(try waits([Self.closed(.serviceRestart)], Self.low) == [5])
    }

    @Test func `Clients that were told the same time do not come back together when waits are random`() throws {
        let busy = Self.http(503, retryAfter: .seconds(60))
        #expect(try waits([busy, busy], Self.high) { $0.backoff = .exponential } == [65, 65])
        #expect(try waits([busy, busy], Self.low) { $0.backoff = .exponential } == [60, 60])
    }

    @Test(arguments: [(9_999, false), (10_000, true)])
    func `A link that drops soon after each connection is one that fails`(_ uptime: Int, _ resets: Bool) throws {
        var machine = try makeMachine {
            $0.maxReconnectAttempts = 3
            $0.backoff = .exponential
        }
        var generator = Self.high
        _ = machine.start()
        var now = Duration.zero
        var texts: [String] = []
        for _ in 0..<5 {
            _ = machine.connected(now: now)
            now += .milliseconds(uptime)
            let step = machine.attemptEnded(lost, now: now, using: &generator)
            texts.append(step.changes.first.map { "\($0.to) \($0.attempt)" } ?? "")
            guard case .wait = step.action else { break }
            texts.append("\(Int((((machine.nextDeadline ?? .zero) - now) / .seconds(1)).rounded()))")
            now = machine.nextDeadline ?? now
            _ = machine.deadlineReached(now: now, readerIsBusy: false, using: &generator)
        }
        let again = ["reconnecting 1", "5"]
        #expect(
            texts
                == (resets
                    ? again + again + again + again + again
                    : ["reconnecting 1", "5", "reconnecting 2", "10", "reconnecting 3", "20", "error 0"]))
    }

    /// Whatever happens, in any order, an attempt only begins when no socket is there.
    @Test(arguments: 0..<64) func `There are never two sockets at once`(_ seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        var machine = try makeMachine {
            $0.backoff = seed.isMultiple(of: 2) ? .fixed : .exponential
            $0.maxReconnectAttempts = seed.isMultiple(of: 3) ? 5 : nil
        }
        var now = Duration.zero
        var hasSocket = false
        let failures = [refused, lost, Self.closed(.policyViolation), Self.closed(.serviceRestart), Self.http(401)]
        for _ in 0..<500 {
            now += .milliseconds(Int.random(in: 0...8000, using: &chance))
            var connects = false
            switch Int.random(in: 0..<8, using: &chance) {
            case 0: connects = machine.start().action == .connect
            case 1: if hasSocket { _ = machine.connected(now: now) }
            case 2: connects = machine.reconnectNow(now: now).action == .connect
            case 3: connects = machine.clockJumped(now: now, asleep: .seconds(60)).action == .connect
            case 4: _ = machine.sendTimedOut(lost, now: now, using: &chance)
            case 5: connects = machine.deadlineReached(now: now, readerIsBusy: false, using: &chance).action == .connect
            case 6: _ = machine.heardFromPeer()
            default:
                guard hasSocket, let failure = failures.randomElement(using: &chance) else { break }
                hasSocket = false
                connects = machine.attemptEnded(failure, now: now, using: &chance).action == .connect
            }
            if connects {
                #expect(!hasSocket)
                hasSocket = true
            }
        }
    }
}
