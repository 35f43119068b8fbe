import Dashboard
import MonitoringFormatters
import MonitoringMessages
import Testing

/// What the metrics pane says as the screen gets smaller.
@Suite struct MetricsTests {
    private func text(_ columns: Int, _ rows: Int, gpus: Int, _ change: (inout MonitoringSample) -> Void) -> String {
        let size = ScreenSize(columns: columns, rows: rows)
        var state = Fixtures.empty(size)
        var received = Fixtures.sample(0, gpus: gpus)
        change(&received.sample)
        var update = Fixtures.update([])
        update.samples = [received]
        _ = state.reduce(.update(update))
        return FrameCheck.text(state.render(size: size))
    }

    @Test func hiddenRowsAreSummedUp() {
        let whole = text(80, 24, gpus: 16) {
            $0.gpus[15].usagePercent = 100
            $0.alerts = Array(repeating: MonitoringSample.Alert(), count: 2)
        }
        #expect(whole.contains("more: GPU 15 100% Critical · 2 alerts"))
        for columns in [20, 26, 30, 44] {
            for rows in [4, 6, 8, 12] {
                let frame = text(columns, rows, gpus: 16) { $0.gpus[15].usagePercent = 100 }
                #expect(frame.split(separator: "\n").dropFirst().contains { $0.contains("15 100%") }, "\(frame)")
            }
        }
        #expect(!text(80, 24, gpus: 1) { _ in }.contains("more: "))
    }

    @Test(arguments: [2, 4, 8])
    func everyGPUHasTheSameRows(count: Int) {
        let whole = text(120, 40, gpus: count) { _ in }
        let lines = whole.split(separator: "\n")
        for index in 0..<count {
            let own = lines.filter { $0.contains("│ GPU \(index) ") && !$0.contains("last") }
            if count == 8 {
                #expect(own.count == 1 && own[0].contains("mem  45.0%") && own[0].contains("52 °C"), "\(whole)")
            } else {
                #expect(own.count == 2, "\(whole)")
            }
        }
    }

    private static func fill(_ sample: inout MonitoringSample) {
        var network = MonitoringSample.NetworkRates()
        network.bytesReceivedPerSecond = 1_258_291
        network.bytesSentPerSecond = 31_130
        sample.network = network
        var traffic = MonitoringSample.DiskRates()
        traffic.bytesReadPerSecond = 0
        sample.diskIO = traffic
        var load = MonitoringSample.LoadAverage()
        (load.oneMinute, load.fiveMinutes, load.fifteenMinutes) = (0.52, 0.41, 0.33)
        sample.loadAverage = load
        sample.uptimeSeconds = 3 * 86_400 + 4 * 3600
        var disk = MonitoringSample.Disk()
        disk.path = "/srv\u{1B}"
        disk.usagePercent = 61
        sample.disks = [sample.disk, disk].compactMap { $0 }
        var process = MonitoringSample.ProcessUsage()
        process.pid = 4711
        process.name = "post\u{1B}gres"
        process.usagePercent = 187.5
        process.memoryBytes = 734_003_200
        sample.topProcesses = [process]
    }

    @Test func figuresOfOurServerAreShown() {
        let whole = text(120, 40, gpus: 1, Self.fill)
        let figures = [
            "↓ 1.2 MB/s  ↑ 30.4 KB/s", "read 0 B/s  write –", "0.52 0.41 0.33 · up 3d 4h", "/srv", " 61.0%",
            "4711  post", "187.5%", "700.0 MB",
        ]
        for figure in figures { #expect(whole.contains(figure), "\(figure): \(whole)") }
        #expect(whole.contains("─ History ─") && whole.contains("─ Log ─") && whole.contains("─ Errors ─"))
        #expect(text(100, 30, gpus: 1, Self.fill).contains("Network"))
    }

    /// They drop away before any pane does.
    @Test func figuresOfOurServerTakeNoPaneAway() {
        for (columns, rows) in [(80, 24), (100, 30), (120, 40), (60, 12)] {
            let size = ScreenSize(columns: columns, rows: rows)
            var states = [Fixtures.connected(size), Fixtures.connected(size)]
            var update = Fixtures.update([])
            update.samples = [Fixtures.sample(331)]
            _ = states[0].reduce(.update(update))
            Self.fill(&update.samples[0].sample)
            _ = states[1].reduce(.update(update))
            #expect(states[0].layout().map(\.content) == states[1].layout().map(\.content))
        }
    }
}
