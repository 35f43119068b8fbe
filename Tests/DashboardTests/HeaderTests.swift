import Dashboard
import MonitoringFormatters
import MonitoringMessages
import Testing

/// What the header says however narrow it is.
@Suite struct HeaderTests {
    private func header(_ state: DashboardState, columns: Int) -> String {
        FrameCheck.text(state.render(size: ScreenSize(columns: columns, rows: 24)), row: 0)
    }

    private func connected(_ change: (inout MonitoringSample) -> Void) -> DashboardState {
        var state = Fixtures.connected(ScreenSize(columns: 80, rows: 24))
        var received = Fixtures.sample(331, gpus: 8)
        received.sample.processor?.usagePercent = 12
        change(&received.sample)
        var update = Fixtures.update([])
        update.samples = [received]
        _ = state.reduce(.update(update))
        return state
    }

    @Test(arguments: [ConnectionState.connected, .reconnecting, .disconnected], [false, true])
    func marksAreThereFrom40AndWholeFrom80(connection: ConnectionState, paused: Bool) {
        var settings = DashboardSettings()
        settings.marks = ["REPLAY ×20 night.jsonl", "INSECURE TLS"]
        let size = ScreenSize(columns: 80, rows: 24)
        var state =
            connection == .connected ? Fixtures.connected(size, settings) : Fixtures.reconnecting(size, settings)
        if connection == .disconnected { _ = state.reduce(.update(Fixtures.update([], state: connection))) }
        if paused { state = Fixtures.pressed(.character(" "), state) }
        for columns in 40...130 {
            let text = header(state, columns: columns)
            #expect(text.contains(" REPLAY ") && text.contains(" INSECUR"), "\(columns): \(text)")
            if columns >= 80 { #expect(text.contains(" REPLAY ×20 night.jsonl ") && text.contains(" INSECURE TLS ")) }
        }
    }

    @Test func marksAreInReverseVideo() {
        var settings = DashboardSettings()
        settings.marks = ["REPLAY"]
        let size = ScreenSize(columns: 80, rows: 24)
        let frame = Fixtures.connected(size, settings).render(size: size)
        #expect(FrameCheck.text(frame, row: 0).hasPrefix("● CONNECTED  REPLAY  "))
        for column in 12..<20 { #expect(frame[column, 0].style.attributes.contains(.reverse)) }
    }

    @Test func worstFigureIsThereDownTo20Columns() {
        let state = connected { $0.gpus[7].usagePercent = 100 }
        #expect(header(state, columns: 20) == "● CONN !! GPU 7 100%")
        for columns in 20...130 { #expect(header(state, columns: columns).contains("!! GPU 7 100%")) }
        let warning = connected { $0.memory?.usagePercent = 85.2 }
        #expect(header(warning, columns: 80).contains(" ! RAM 85.2%"))
        let normal = connected { _ in }
        #expect(!header(normal, columns: 80).contains("!"))
    }

    @Test(arguments: [(1, "1 alert "), (2, "2 alerts")])
    func alertsAreCounted(count: Int, text: String) {
        let state = connected { $0.alerts = Array(repeating: MonitoringSample.Alert(), count: count) }
        for columns in 40...130 { #expect(header(state, columns: columns).contains(text)) }
    }

    @Test func longNamesAreClipped() {
        let state = connected { $0.system?.hostname = String(repeating: "rack-", count: 30) }
        for columns in 60...130 { #expect(header(state, columns: columns).contains("rack-")) }
        var far = state
        var update = Fixtures.update([])
        update.status.uri = "wss://" + String(repeating: "a.very.long.name.", count: 12) + "example.net:8765"
        _ = far.reduce(.update(update))
        for columns in 80...130 {
            #expect(header(far, columns: columns).contains("a.very.long"), "\(header(far, columns: columns))")
        }
    }
}
