import MonitoringClientCommand
import Testing

@Suite("The pages of program code")
struct ProgramPagesTests {
    @Test(
        "Only code in files counts, which nobody can have written to",
        arguments: [
            ("7f00-7fff r-xp 00001000 fe:00 3333   /usr/lib/libc.so.6", [0x7f00..<0x7fff]),
            (
                "7f00-7fff r-xp 0 fe:00 1 /a b (deleted)\n8000-8fff r-xp 0 fe:00 1 /c",
                [0x7f00..<0x7fff, 0x8000..<0x8fff]
            ),
            ("7f00-7fff rwxp 00001000 fe:00 3333   /usr/lib/libc.so.6", []),
            ("7f00-7fff r--p 00001000 fe:00 3333   /usr/lib/libc.so.6", []),
            ("7f00-7fff r-xs 00001000 fe:00 3333   /usr/lib/libc.so.6", []),
            ("7f00-7fff r-xp 00000000 00:00 0      [vdso]", []),
            ("7f00-7fff r-xp 00000000 00:00 0", []),
            ("7fff-7f00 r-xp 00001000 fe:00 3333   /x", []), ("x-y r-xp 0 0 0 /x", []), ("", []),
        ] as [(String, [Range<UInt>])])
    func maps(text: String, ranges: [Range<UInt>]) {
        #expect(ProgramPages.code(in: text) == ranges)
    }
}
