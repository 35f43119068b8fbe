import Dashboard
import Testing

@testable import TerminalScreen

@Suite struct InputTests {
    @Test(
        "Characters",
        arguments: [
            (0x61, .character("a")), (0x20, .character(" ")), (0xe9, .character("é")), (0x1f600, .character("😀")),
            (0x1b, .escape), (0x09, .tab), (0x0d, .enter), (0x0a, .enter), (0x7f, .backspace), (0x08, .backspace),
            (0x03, .control("c")), (0x13, .control("s")), (0x1a, .control("z")), (0x0c, .control("l")),
            (0x00, .control("@")), (0x1c, .control("\\")),
            (0x9b, nil), (0xd800, nil), (0x110000, nil), (.max, nil),
        ] as [(UInt32, Key?)])
    func characters(value: UInt32, key: Key?) {
        #expect(KeyDecoder.key(scalar: value) == key)
    }

    @Test(
        "Key codes of <curses.h>",
        arguments: [
            (0o402, .down), (0o403, .up), (0o404, .left), (0o405, .right), (0o406, .home), (0o550, .end),
            (0o523, .pageUp), (0o522, .pageDown), (0o512, .delete), (0o513, .insert), (0o407, .backspace),
            (0o541, .backTab), (0o527, .enter), (0o411, .function(1)), (0o424, .function(12)), (0o627, .control("z")),
            (0o410, nil), (0o425, nil), (0o632, nil), (0o631, nil),
        ] as [(Int32, Key?)])
    func keyCodes(code: Int32, key: Key?) {
        #expect(KeyDecoder.key(code: code) == key)
    }

    @Test func aStormOfResizesIsOneEvent() {
        var backlog = EventBacklog()
        backlog.append(.key(.up))
        for columns in 1...1000 {
            backlog.append(.resized(size(columns, 1)))
        }
        #expect(backlog.popFirst() == .key(.up))
        #expect(backlog.popFirst() == .resized(size(1000, 1)))
        #expect(backlog.popFirst() == nil)
    }

    @Test func aFloodOfKeysIsBoundedAndLosesNoNews() {
        var backlog = EventBacklog()
        for _ in 0..<10_000 {
            backlog.append(.key(.down))
            backlog.append(.terminated(signal: 15))
            backlog.append(.hangup)
        }
        var events: [TerminalEvent] = []
        while let event = backlog.popFirst() { events.append(event) }
        #expect(events.count == EventBacklog.inputLimit)
        #expect(events.filter { $0 == .hangup }.count == 1)
        #expect(events.filter { $0 == .terminated(signal: 15) }.count == 1)

        for _ in 0..<EventBacklog.inputLimit { backlog.append(.key(.down)) }
        backlog.append(.hangup)
        while let event = backlog.popFirst() { events.append(event) }
        #expect(events.last == .hangup)
    }

    @MainActor @Test func theQueueDeliversInOrderAndEnds() async {
        let queue = EventQueue()
        queue.append(.key(.up))
        queue.append(.resumed)
        #expect(await queue.next() == .key(.up))
        #expect(await queue.next() == .resumed)
        async let waiting = queue.next()
        await Task.yield()
        queue.append(.hangup)
        #expect(await waiting == .hangup)
        queue.finish()
        #expect(await queue.next() == nil)
    }

    @MainActor @Test func cancellingTheReaderEndsItsWait() async {
        let queue = EventQueue()
        let reader = Task { await queue.next() }
        await Task.yield()
        reader.cancel()
        #expect(await reader.value == nil)
    }
}
