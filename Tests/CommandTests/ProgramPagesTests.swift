import MonitoringClientCommand
import Testing

@Suite("The pages of program code")
struct ProgramPagesTests {
    @Test("They can be given back again and again, and what is needed comes back")
    func release() {
        for _ in 1...3 {
            // Of a program and its libraries; none where a debugger is attached.
            let bytes = ProgramPages.release()
            #expect(bytes == 0 || bytes > 1 << 20)
            // Code and constants of the library and of this program, and what relocation made constant.
            #expect("\(bytes)".uppercased() == bytes.description)
            #expect([any CustomStringConvertible](arrayLiteral: 1, "é").map(\.description) == ["1", "é"])
        }
    }
}
