import NIOCore
import Testing

@testable import MonitoringWebSocketServer

/// The pure rules of a connection.
@Suite struct RuleTests {
    static func frame(_ text: String) -> ByteBuffer { ByteBuffer(string: text) }

    @Test("One write at a time; all replies, in order; of the samples the newest")
    func outbox() {
        var outbox = Outbox()
        #expect(outbox.next() == nil)
        outbox.replace(sample: Self.frame("1"))
        #expect(outbox.next() == Self.frame("1"))
        outbox.replace(sample: Self.frame("2"))
        outbox.replace(sample: Self.frame("3"))
        outbox.add(reply: Self.frame("a"))
        outbox.add(reply: Self.frame("b"))
        #expect(outbox.hasReplies)
        #expect(outbox.next() == nil, "a write is under way")
        outbox.written()
        #expect(outbox.next() == Self.frame("ab"))
        #expect(!outbox.hasReplies)
        outbox.written()
        #expect(outbox.next() == Self.frame("3"))
        outbox.add(reply: Self.frame("c"))
        outbox.replace(sample: Self.frame("4"))
        outbox.clear()
        outbox.written()
        #expect(outbox.next() == nil)
    }

    @Test func heartbeat() {
        let start = NIODeadline.uptimeNanoseconds(0)
        var heartbeat = Heartbeat(interval: .seconds(20), timeout: .seconds(10), now: start)
        #expect(heartbeat.tick(at: start + .seconds(19)) == .nothing)
        #expect(heartbeat.tick(at: start + .seconds(20)) == .ping)
        #expect(heartbeat.tick(at: start + .seconds(29)) == .nothing)
        heartbeat.heard(at: start + .seconds(29))
        #expect(heartbeat.tick(at: start + .seconds(48)) == .nothing)
        #expect(heartbeat.tick(at: start + .seconds(49)) == .ping)
        #expect(heartbeat.tick(at: start + .seconds(59)) == .drop)
    }

    @Test func frameAllowance() {
        let start = NIODeadline.uptimeNanoseconds(0)
        var allowance = Allowance(perSecond: 2, now: start)
        // However long the pause, no more than a second's worth is saved.
        let milliseconds: [Int64] = [0, 0, 0, 500, 900, 60_000, 60_000, 60_000]
        let taken = milliseconds.map { allowance.take(at: start + .milliseconds($0)) }
        #expect(taken == [true, true, false, true, false, true, true, false])
    }

    @Test("Wrong credentials of one address are counted, and those of another are not held against it")
    func failedAccess() throws {
        let start = NIODeadline.uptimeNanoseconds(0)
        let guesser = try SocketAddress(ipAddress: "192.0.2.1", port: 1)
        let samePlace = try SocketAddress(ipAddress: "::ffff:192.0.2.1", port: 2)
        let other = try SocketAddress(ipAddress: "::ffff:192.0.2.2", port: 3)
        var failures = FailedAccess()
        for _ in 0..<10 {
            #expect(!failures.mustWait(guesser, at: start))
            failures.count(guesser, at: start)
        }
        #expect(failures.mustWait(samePlace, at: start + .milliseconds(999)))
        #expect(!failures.mustWait(other, at: start))
        #expect(!failures.mustWait(guesser, at: start + .seconds(1)))
        failures.count(guesser, at: start + .seconds(1))
        #expect(failures.mustWait(guesser, at: start + .seconds(1)))
        // Of IPv6 it is the network that counts, and a socket without an address is nobody's.
        for host in 1...10 { failures.count(try SocketAddress(ipAddress: "2001:db8::\(host)", port: 1), at: start) }
        #expect(failures.mustWait(try SocketAddress(ipAddress: "2001:db8::99", port: 1), at: start))
        #expect(!failures.mustWait(try SocketAddress(ipAddress: "2001:db8:0:1::1", port: 1), at: start))
        #expect(!failures.mustWait(nil, at: start))
    }
}
