import NIOCore
import Testing

@testable import WebSocketTransport

@Suite struct PongLookoutTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

    @Test func `It is on from a ping to its pong`() {
        var lookout = PongLookout()
        #expect(!lookout.isOn(start))
        lookout.pingSent(start)
        lookout.pingSent(start)
        #expect(lookout.isOn(start))
        lookout.pongReceived()
        #expect(lookout.isOn(start))
        lookout.pongReceived()
        #expect(!lookout.isOn(start))
    }

    @Test func `It does not last longer than the patience, and what comes later counts for nothing`() {
        var lookout = PongLookout()
        lookout.pingSent(start)
        #expect(lookout.isOn(start + PongLookout.patience - .nanoseconds(1)))
        #expect(!lookout.isOn(start + PongLookout.patience))
        lookout.pongReceived()
        lookout.pingSent(start + .seconds(1))
        #expect(lookout.isOn(start + .seconds(1)))
    }
}
