import Dashboard
import Foundation
import MonitoringFormatters
import MonitoringMessages
import Testing

@Suite struct RenderTests {
    static let size = ScreenSize(columns: 100, rows: 30)

    /// Sizes around those where something comes or goes, each with few of the other side.
    @Test(arguments: Scene.all)
    func everySizeGivesASoundFrame(scene: Scene) {
        let state = scene.make(ScreenSize(columns: 80, rows: 24), DashboardSettings())
        let columns = [0, 1, 2, 3, 5, 20, 23, 24, 25, 26, 43, 44, 50, 55, 56, 69, 99, 100, 119, 120]
        let rows = [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 16, 24, 25, 30]
        let sizes =
            columns.flatMap { columns in [5, 12].map { ScreenSize(columns: columns, rows: $0) } }
            + rows.flatMap { rows in [4, 30].map { ScreenSize(columns: $0, rows: rows) } }
            + [ScreenSize(columns: 250, rows: 8), ScreenSize(columns: 8, rows: 250)]
        for size in sizes {
            if let problem = FrameCheck.problem(state.render(size: size)) {
                Issue.record("\(size): \(problem)")
                return
            }
        }
    }

    static let asciiSizes = [
        ScreenSize(columns: 20, rows: 3), ScreenSize(columns: 80, rows: 24), ScreenSize(columns: 120, rows: 40),
    ]

    @Test(arguments: Scene.all, asciiSizes)
    func withoutUnicodeAllIsASCII(scene: Scene, size: ScreenSize) {
        var settings = DashboardSettings()
        settings.glyphs = .ascii
        for format in OutputFormat.allCases where format != .jsonl {
            settings.format = format
            let frame = scene.make(size, settings).render(size: size)
            let problem = FrameCheck.problem(frame, ascii: true)
            #expect(problem == nil)
        }
    }

    /// What the Linux console's fonts have.
    @Test(arguments: Scene.all, asciiSizes)
    func blocksNeedNoOtherSigns(scene: Scene, size: ScreenSize) {
        var settings = DashboardSettings()
        settings.glyphs = .blocks
        let frame = scene.make(size, settings).render(size: size)
        let others = frame.cells.flatMap(\.text.unicodeScalars).filter { scalar in
            !(" "..."~").contains(scalar) && !("\u{A0}"..."\u{FF}").contains(scalar)
                && !("\u{2500}"..."\u{259F}").contains(scalar)
        }
        #expect(others.isEmpty)
    }

    @Test func withoutColoursNothingIsColoured() {
        var settings = DashboardSettings()
        settings.colors = .none
        for theme in Theme.allCases {
            settings.theme = theme
            let frame = Fixtures.reconnecting(Self.size, settings).render(size: Self.size)
            #expect(frame.cells.allSatisfy { $0.style.foreground == .standard && $0.style.background == .standard })
        }
    }

    @Test(arguments: [(8, 7), (16, 15)])
    func fewColoursUseOnlyThose(colors: Int, highest: UInt8) {
        var settings = DashboardSettings()
        settings.colors = ColorCount(colors: colors)
        for theme in Theme.allCases {
            settings.theme = theme
            let frame = Fixtures.stale(Self.size, settings).render(size: Self.size)
            for color in frame.cells.flatMap({ [$0.style.foreground, $0.style.background] }) {
                switch color {
                case .standard: break
                case .ansi(let number): #expect(number <= highest)
                case .indexed: Issue.record("\(theme) has \(color) with \(colors) colours")
                }
            }
        }
    }

    /// WCAG 2.2, 1.4.3 asks 3:1 of large text; 2.7:1 is what a colour half way between black and white can have on both.
    @Test func defaultColoursStandOutFromBlackAndFromWhite() {
        let frame = Fixtures.connected(Self.size).render(size: Self.size)
        var seen: Set<UInt8> = []
        for case .indexed(let index) in frame.cells.map(\.style.foreground) { seen.insert(index) }
        #expect(seen.count >= 4)
        for index in seen {
            let light = Self.luminance(index)
            #expect((light + 0.05) / 0.05 >= 2.7 && 1.05 / (light + 0.05) >= 2.7, "colour \(index)")
        }
    }

    /// Relative luminance of a colour of xterm's cube (16…231) or grey ramp.
    private static func luminance(_ index: UInt8) -> Double {
        let levels: [Double] = [0, 95, 135, 175, 215, 255]
        let cube = Int(index) - 16
        let rgb =
            index >= 232
            ? Array(repeating: 8 + 10 * Double(index - 232), count: 3)
            : [levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6]]
        let linear = rgb.map { $0 <= 10 ? $0 / 255 / 12.92 : pow(($0 / 255 + 0.055) / 1.055, 2.4) }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    @Test(arguments: [ColorCount.eight, .sixteen])
    func noBoldYellowOrCyanOnTheTerminalsBackground(colors: ColorCount) {
        var settings = DashboardSettings()
        settings.colors = colors
        for state in [Fixtures.connected(Self.size, settings), Fixtures.reconnecting(Self.size, settings)] {
            let styles = state.render(size: Self.size).cells.map(\.style)
            #expect(!styles.contains { [.ansi(3), .ansi(6)].contains($0.foreground) && $0.attributes.contains(.bold) })
        }
    }

    @Test func defaultThemeKeepsTheTerminalsBackground() {
        let frame = Fixtures.connected(Self.size).render(size: Self.size)
        #expect(frame.cells.allSatisfy { $0.style.background == .standard })
    }

    /// A level is told by a word or a sign in every format, also without colours.
    @Test(arguments: [(OutputFormat.simple, "93.1%!!"), (.compact, "93%!!"), (.detailed, "Critical")])
    func levelIsToldInText(format: OutputFormat, text: String) {
        var settings = DashboardSettings()
        settings.format = format
        settings.colors = .none
        let frame = Fixtures.connected(Self.size, settings).render(size: Self.size)
        #expect(FrameCheck.text(frame).contains(text))
        #expect(FrameCheck.text(frame).contains("!! [14:35:55] CPU: 93%"))
    }

    static let hostile = [
        "\u{1B}]0;owned\u{7}\u{1B}[2J", "\u{202E}gnp.exe", String(repeating: "漢字", count: 300),
        "a\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}", "👩‍👩‍👧‍👦🇩🇪🖥️", "\r\n\t\0", "\u{300}", "é\u{FE0F}", "",
    ]

    @Test(arguments: hostile)
    func hostileTextKeepsItsColumns(text: String) {
        var received = Fixtures.sample(331, gpus: 2)
        received.sample.system?.hostname = text
        received.sample.system?.osName = text
        received.sample.disk?.path = text
        received.sample.gpus[0].name = text
        received.sample.timestamp = text
        received.raw = "{\"hostname\": \"\(text)\"}"
        var alert = MonitoringSample.Alert()
        alert.message = text
        received.sample.alerts = [alert]
        let error = ErrorRecord(moment: Fixtures.moment(331), error: text, type: text, attempt: 1)
        for glyphs in Glyphs.allCases {
            var settings = DashboardSettings()
            settings.glyphs = glyphs
            var state = Fixtures.connected(ScreenSize(columns: 120, rows: 40), settings)
            var update = Fixtures.update([], errors: [error])
            update.samples = [received]
            update.status.reason = text
            update.serverNotice = text
            update.statistics.outages = [Outage(start: Fixtures.start, reason: text)]
            _ = state.reduce(.update(update))
            _ = state.reduce(.notice(text))
            for key in [Key.escape, .character("s"), .character("l"), .character("y"), .character("4"), .right] {
                _ = state.reduce(.key(key))
                for columns in [2, 33, 100] {
                    let frame = state.render(size: ScreenSize(columns: columns, rows: 30))
                    let problem = FrameCheck.problem(frame, ascii: glyphs == .ascii)
                    #expect(problem == nil)
                }
            }
        }
    }

    @Test func wideCharacterAtAnEdgeIsLeftOut() {
        var state = Fixtures.empty(Self.size)
        _ = state.reduce(.notice("漢字"))
        let footer = state.render(size: ScreenSize(columns: 3, rows: 6))
        #expect(footer[0, 5].text == "漢")
        #expect(footer[0, 5].width == 2)
        #expect(footer[1, 5].width == 0)
        #expect(footer[2, 5].text == "…")
    }

    @Test(arguments: 0..<6)
    func randomActionsNeverTrap(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var state = Fixtures.connected(ScreenSize(columns: 80, rows: 24))
        let keys = KeyBindings.all.flatMap(\.keys) + [.enter, .insert, .function(12), .character("漢")]
        var step = 331
        var frame = state.render(size: state.size)
        for _ in 0..<80 {
            let action: DashboardAction
            switch Int.random(in: 0..<12, using: &generator) {
            case 0:
                let columns = Int.random(in: 0...150, using: &generator)
                let rows = Int.random(in: 0...50, using: &generator)
                action = .resized(ScreenSize(columns: columns, rows: rows))
            case 1:
                let kinds: [MouseEvent.Action] = [.wheelUp, .wheelDown, .press]
                let kind = kinds[Int.random(in: 0..<3, using: &generator)]
                let column = Int.random(in: -5...255, using: &generator)
                let row = Int.random(in: -5...85, using: &generator)
                action = .mouse(MouseEvent(action: kind, column: column, row: row))
            case 2:
                let next = step + Int.random(in: 0...40, using: &generator)
                let states = ConnectionState.allCases
                let connection = states[Int.random(in: 0..<states.count, using: &generator)]
                action = .update(Fixtures.update(step..<next, state: connection, cores: next % 70))
                step = next
            case 3:
                step += Int.random(in: 0...9, using: &generator)
                action = .tick(Fixtures.moment(Double(step) + 0.3))
            default:
                action = .key(keys[Int.random(in: 0..<keys.count, using: &generator)])
            }
            let before = (frame, state.revision)
            let isTick = if case .tick = action { true } else { false }
            _ = state.reduce(action)
            frame = state.render(size: state.size)
            if let problem = FrameCheck.problem(frame) {
                Issue.record("seed \(seed), \(action): \(problem)")
                return
            }
            if before.1 == state.revision && !isTick && before.0 != frame {
                Issue.record("seed \(seed), \(action): the frame changed and the revision did not")
                return
            }
        }
    }
}
