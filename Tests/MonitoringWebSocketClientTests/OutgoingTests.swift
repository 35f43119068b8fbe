import Testing

@testable import MonitoringWebSocketClient

@Suite struct OutgoingTests {
    @Test func `A ping goes out before the pongs that wait, and however many these are`() {
        var outgoing = Outgoing()
        outgoing.addPongs(100)
        outgoing.ping([1])
        outgoing.ping([2])
        #expect(outgoing.next() == .ping([2]))
        for _ in 0..<Outgoing.pongLimit { #expect(outgoing.next() == .pong) }
        #expect(outgoing.next() == nil)
    }
}
