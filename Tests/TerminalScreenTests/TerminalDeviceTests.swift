import Dashboard
import Testing

@testable import TerminalScreen

@Suite struct TerminalDeviceTests {
    @Test(
        "Sizes that nobody's memory would do for are cut",
        arguments: [
            (0, 0, 0, 0), (80, 24, 80, 24), (1000, 500, 1000, 500), (65535, 65535, 1000, 500), (65535, 3, 1000, 3),
        ] as [(UInt16, UInt16, Int, Int)])
    func sizes(columns: UInt16, rows: UInt16, usedColumns: Int, usedRows: Int) {
        let used = TerminalDevice.used(columns: columns, rows: rows)
        #expect(used == ScreenSize(columns: usedColumns, rows: usedRows))
    }
}
