import Testing

@testable import WebSocketTransport

@Suite struct LinkStateMachineTests {
    private static let bye = CloseFrame(code: .normalClosure, reason: "bye")
    private static let closed = WebSocketEvent.closed(.normalClosure, reason: "bye")

    @Test func open() {
        var machine = LinkStateMachine()
        #expect(machine.canSend && !machine.isClosed)
        #expect(machine.receive(.text([1])) == .yield(.text([1])))
        #expect(machine.receive(.binary([2])) == .yield(.binary([2])))
        #expect(machine.receive(.pong([3])) == .yield(.pong([3])))
        #expect(machine.receive(.ping([4])) == .pong([4]))
        #expect(machine.receive(.close(Self.bye)) == .finish(Self.closed, reply: CloseFrame(code: .normalClosure)))
        #expect(!machine.canSend && machine.isClosed)
    }

    @Test func afterOurClose() {
        var machine = LinkStateMachine()
        #expect(machine.close() == true)
        #expect(machine.close() == false)
        #expect(!machine.canSend && !machine.isClosed)
        #expect(machine.receive(.text([1])) == .yield(.text([1])))
        #expect(machine.receive(.ping([4])) == .ignore)
        #expect(machine.receive(.close(Self.bye)) == .finish(Self.closed, reply: nil))
    }

    @Test(
        "A violation ends the events, and sends its code once what came before is answered; never a second close frame")
    func violations() {
        let violation = ProtocolViolation(.protocolError, "x")
        let error = WebSocketTransportError.protocolViolation(.protocolError, detail: "x")
        var open = LinkStateMachine()
        #expect(open.receive(violation) == .beginFailing(error))
        #expect(open.canSend && open.isClosed)
        #expect(open.receive(.text([1])) == .ignore)
        #expect(open.receive(violation) == .ignore)
        #expect(open.close() == false)
        var lost = open
        #expect(lost.end(detail: "gone") == .ignore)
        #expect(lost.endFailing() == nil)
        #expect(open.endFailing() == CloseFrame(code: .protocolError, reason: "x"))
        #expect(!open.canSend && open.isClosed)
        #expect(open.endFailing() == nil)
        var closing = LinkStateMachine()
        _ = closing.close()
        #expect(closing.receive(violation) == .fail(error))
        #expect(closing.endFailing() == nil)
    }

    @Test("Once closed, nothing more happens")
    func afterTheEnd() {
        var machine = LinkStateMachine()
        #expect(machine.end(detail: "gone") == .fail(.connectionLost(detail: "gone")))
        #expect(machine.receive(.text([1])) == .ignore)
        #expect(machine.receive(.close(Self.bye)) == .ignore)
        #expect(machine.receive(ProtocolViolation(.protocolError, "x")) == .ignore)
        #expect(machine.end(detail: "again") == .ignore)
        #expect(machine.closeTimedOut() == .ignore)
        #expect(machine.close() == false)
    }
}
