import Dashboard
import MonitoringMessages
import Testing

/// A picture to compare, by name.
struct Scene: Sendable, CustomTestStringConvertible {
    var name: String
    var make: @Sendable (ScreenSize, DashboardSettings) -> DashboardState

    var testDescription: String { name }

    static let all: [Scene] = [
        Scene(name: "connected") { Fixtures.connected($0, $1) },
        Scene(name: "reconnecting") { Fixtures.reconnecting($0, $1) },
        Scene(name: "stale") { Fixtures.stale($0, $1) },
        Scene(name: "paused") { Fixtures.paused($0, $1) },
        Scene(name: "help") { Fixtures.pressed(.character("?"), Fixtures.connected($0, $1)) },
        Scene(name: "statistics") { Fixtures.pressed(.character("s"), Fixtures.reconnecting($0, $1)) },
    ]
}

@Suite struct GoldenFrameTests {
    static let sizes = [
        ScreenSize(columns: 20, rows: 3), ScreenSize(columns: 30, rows: 8), ScreenSize(columns: 80, rows: 24),
        ScreenSize(columns: 120, rows: 40), ScreenSize(columns: 200, rows: 60),
    ]

    @Test(arguments: Scene.all, sizes)
    func frameIsAsRecorded(scene: Scene, size: ScreenSize) throws {
        let frame = scene.make(size, DashboardSettings()).render(size: size)
        try GoldenFile.check(frame, "\(scene.name)-\(size.columns)x\(size.rows)")
    }

    @Test(arguments: [Glyphs.ascii, .blocks])
    func frameWithFewSignsIsAsRecorded(glyphs: Glyphs) throws {
        var settings = DashboardSettings()
        settings.glyphs = glyphs
        let size = ScreenSize(columns: 100, rows: 30)
        let frame = Fixtures.connected(size, settings).render(size: size)
        try GoldenFile.check(frame, "connected-\(glyphs)-100x30")
    }

    @Test func manyGPUsAreAsRecorded() throws {
        let size = ScreenSize(columns: 120, rows: 40)
        var state = Fixtures.empty(size)
        var update = Fixtures.update([])
        update.samples = (0...30).map { Fixtures.sample($0, gpus: 3, alert: true) }
        _ = state.reduce(.update(update))
        try GoldenFile.check(state.render(size: size), "gpus-120x40")
    }
}
