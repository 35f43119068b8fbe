import Foundation
import MonitoringMessages
import Testing

@testable import MonitoringWebSocketServer

@Suite struct MachineTests {
    @Test(
        arguments: [
            (CapturedMachine.osRelease, "Debian GNU/Linux 12 (bookworm)"), ("PRETTY_NAME=Alpine\n", "Alpine"),
            ("PRETTY_NAME='Arch Linux'\n", "Arch Linux"), ("PRETTY_NAME=\"\"\n", nil), ("PRETTY_NAME=\"", "\""),
            ("NAME=x\n", nil), ("", nil),
        ] as [(String, String?)])
    func distribution(_ text: String, _ expected: String?) {
        #expect(MachineIdentity.distribution(bytes(text)) == expected)
    }

    @Test func namesOfThisMachine() {
        let system = MachineIdentity.section(osReleasePath: "/absent", processorModel: "P", bootTime: "b")
        #expect(system.osName == "Linux")
        #expect(system.hostname == ProcessInfo.processInfo.hostName || system.hostname?.isEmpty == false)
        #expect(
            system.platform?.hasPrefix("Linux-\(system.osRelease ?? "?")-\(system.machine ?? "?")-with-glibc2.") == true
        )
        #expect(system.processor == "P")
        #expect(system.bootTime == "b")
        #expect(system.distribution == nil)
    }

    @Test func bootTime() {
        let text = "cpu 1 2 3 4\nintr 5 6\nbtime 1795255601\nprocesses 7\n"
        #expect(MachineIdentity.bootTime(stat: bytes(text), utcOffsetSeconds: 0) == "2026-11-21T10:06:41")
        #expect(MachineIdentity.bootTime(stat: bytes(text), utcOffsetSeconds: -36_000) == "2026-11-21T00:06:41")
        for text in ["", "btime x", "btime 9999999999999999", "btime 99999999999999999999"] {
            #expect(MachineIdentity.bootTime(stat: bytes(text), utcOffsetSeconds: 0) == nil)
        }
    }

    @Test func load() {
        let load = SystemLoad.average(bytes("6.13 3.67 1.86 11/190 4225\n"))
        #expect([load?.oneMinute, load?.fiveMinutes, load?.fifteenMinutes] == [6.13, 3.67, 1.86])
        for text in ["", "1 2", "1 x 3"] { #expect(SystemLoad.average(bytes(text)) == nil) }
    }

    @Test func uptime() {
        #expect(SystemLoad.uptimeSeconds(bytes("2453.42 3447.15\n")) == 2453.42)
        #expect(SystemLoad.uptimeSeconds(bytes("")) == nil)
    }

    @Test(
        arguments: [
            (1_795_241_856_527_523_999, 0, "2026-11-21T06:17:36.527523"), (0, 3600, "1970-01-01T01:00:00"),
            (-1_000, 0, "1969-12-31T23:59:59.999999"), (1_000, 19_800, "1970-01-01T05:30:00.000001"),
            (.max, .max, "2330-05-01T03:01:23.854775"), (.min, .min, "1609-09-02T20:58:35.145224"),
        ] as [(Int64, Int32, String)])
    func timestamp(_ nanoseconds: Int64, _ offset: Int32, _ expected: String) {
        #expect(WallTime(nanosecondsSinceEpoch: nanoseconds, utcOffsetSeconds: offset).localTimestamp == expected)
    }
}
