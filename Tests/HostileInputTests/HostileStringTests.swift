import HostileInput
import MonitoringMessages
import Testing

/// Strings that would act on a terminal, forge a line or hide, in each place where a server can put one, by each way out.
@Suite(.serialized) struct HostileStringTests {
    @Test(arguments: HostileInput.messages) func `No string gets out of its place`(_ message: String) throws {
        for (name, text) in HostileInput.strings {
            let received = try MessageReader().read(
                Array(message.replacing("§", with: HostileInput.literal(text)).utf8))
            for output in HostileInput.outputs(of: received) {
                #expect(HostileInput.problem(output) == nil, "\(name)")
            }
        }
    }

    @Test func `A string of 10 MB is cut on its way to a screen or a line`() throws {
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: 10_000_000) + Array(#"\u001b[2J"#.utf8)
        let message = Array(#"{"type":"error","message":""#.utf8) + long + Array("\"}".utf8)
        for output in HostileInput.outputs(of: try MessageReader().read(message)) where output.name != "save-data" {
            #expect(output.text.utf8.count < 100_000, "\(output.name)")
            #expect(HostileInput.problem(output) == nil)
        }
    }

    @Test(
        arguments: [
            [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0x9B, 0x32, 0x4A],
        ] as [[UInt8]])
    func `What is not UTF-8 is refused, in words that are`(_ bytes: [UInt8]) throws {
        let message = Array(#"{"type":"error","message":""#.utf8) + bytes + Array("\"}".utf8)
        let error = try #require(throws: MessageError.self) { try MessageReader().read(message) }
        #expect(error.description.contains("not UTF-8"))
        #expect(HostileInput.problem(message) == nil)
    }

    /// The check itself finds what it is there for.
    @Test func `A harmful output is noticed`() {
        for text in ["\u{1B}[2J", "a\u{9B}b", "\u{202E}", "\r", "\u{200B}"] {
            #expect(HostileInput.problem(HostileInput.Output(name: "x", text: text)) != nil)
        }
        #expect(HostileInput.problem(HostileInput.Output(name: "x", text: "{", json: .whole)) != nil)
        #expect(HostileInput.problem(HostileInput.Output(name: "x", text: "{}\n[\n", json: .eachLine)) != nil)
        #expect(HostileInput.problem(HostileInput.Output(name: "x", text: "wide", columns: 3)) != nil)
        #expect(HostileInput.problem(HostileInput.Output(name: "x", text: "{}\n", json: .whole, columns: 3)) == nil)
    }
}
