import Dashboard
import Testing

@Suite struct LayoutTests {
    static let modes: [DashboardMode] = [
        .live, .fullScreen(.graphs), .statistics, .errors, .raw, .help(over: .live),
    ]
    static let needs = [
        LayoutNeeds(metricsRows: 3, coreCount: 0, help: ScreenSize(columns: 76, rows: 20)),
        LayoutNeeds(metricsRows: 10, coreCount: 16, help: ScreenSize(columns: 76, rows: 20)),
        LayoutNeeds(metricsRows: .max / 2, coreCount: 4096, help: ScreenSize(columns: 400, rows: 400)),
    ]

    private func panes(_ columns: Int, _ rows: Int, cores: Int = 8, metricsRows: Int = 10) -> [Pane] {
        let needs = LayoutNeeds(metricsRows: metricsRows, coreCount: cores, help: ScreenSize(columns: 0, rows: 0))
        return Layout.make(size: ScreenSize(columns: columns, rows: rows), mode: .live, needs: needs).compactMap(\.pane)
    }

    @Test func regionsOfEverySizeAreInsideAndApart() {
        check(.live, Self.needs[1], columns: Array(0...250), rows: Array(0...250))
    }

    /// Every other mode, and the live dashboard with small and huge needs.
    static let cases =
        modes.dropFirst().map { ($0, needs[1]) }
        + [(.live, needs[0]), (.live, needs[2]), (.help(over: .live), needs[2])]

    /// Every small size, and around each threshold of the layout.
    @Test(arguments: cases)
    func regionsAreInsideAndApart(mode: DashboardMode, needs: LayoutNeeds) {
        let edges = [55, 56, 57, 68, 69, 70, 79, 80, 81, 99, 100, 101, 119, 120, 121, 137, 138, 139, 249, 250]
        check(mode, needs, columns: Array(0...30) + edges, rows: Array(0...45) + [99, 250])
    }

    private func check(_ mode: DashboardMode, _ needs: LayoutNeeds, columns: [Int], rows: [Int]) {
        for columns in columns {
            for rows in rows {
                let regions = Layout.make(size: ScreenSize(columns: columns, rows: rows), mode: mode, needs: needs)
                if let problem = Self.problem(in: regions, columns: columns, rows: rows) {
                    Issue.record("\(columns)x\(rows) \(mode): \(problem)")
                    return
                }
            }
        }
    }

    private static func problem(in regions: [Region], columns: Int, rows: Int) -> String? {
        if regions.isEmpty != (columns == 0 || rows == 0) { return "\(regions.count) regions" }
        var index = 0
        while index < regions.count {
            let region = regions[index]
            let rect = region.rect
            if rect.isEmpty { return "\(region) is empty" }
            if rect.column < 0 || rect.row < 0 || rect.endColumn > columns || rect.endRow > rows {
                return "\(region) is outside"
            }
            if region.isFramed && region.inner.isEmpty { return "\(region) has no room inside its border" }
            var before = 0
            while before < index {
                let other = regions[before].rect
                let apart =
                    rect.endColumn <= other.column || other.endColumn <= rect.column
                    || rect.endRow <= other.row || other.endRow <= rect.row
                if !apart { return "\(region) overlaps \(regions[before])" }
                before += 1
            }
            index += 1
        }
        return nil
    }

    @Test func everythingIsThereFrom100By30() {
        #expect(panes(100, 30) == [.metrics, .cores, .graphs, .compact, .errors])
        #expect(panes(120, 40) == [.metrics, .cores, .graphs, .compact, .errors])
        #expect(panes(250, 250) == [.metrics, .cores, .graphs, .compact, .errors])
    }

    @Test func panesDropAwayInTheStatedOrder() {
        #expect(panes(99, 30) == [.metrics, .graphs, .compact, .errors])
        #expect(panes(80, 24) == [.metrics, .compact, .errors])
        #expect(panes(80, 16) == [.metrics, .compact])
        #expect(panes(80, 12) == [.metrics])
        #expect(panes(20, 3) == [.metrics])
        #expect(panes(20, 1) == [])
    }

    @Test func fewerRowsNeverBringAPaneBack() {
        let order: [Pane] = [.metrics, .compact, .errors, .graphs]
        for columns in [30, 60, 80, 100, 120, 200] {
            for rows in 2...100 {
                let there = Set(panes(columns, rows))
                let present = order.map(there.contains)
                if let missing = present.firstIndex(of: false), columns >= 56 {
                    #expect(!present[missing...].contains(true), "\(columns)x\(rows): \(there)")
                }
            }
        }
    }

    @Test func graphsAreThereFrom100By30WithTwoGPUs() {
        // Five usages, two GPU memories, six lines that describe the parts.
        for (detailRows, hasGraphs) in [(6, true), (0, false)] {
            let needs = LayoutNeeds(
                metricsRows: 13, detailRows: detailRows, coreCount: 24, help: ScreenSize(columns: 60, rows: 20))
            let panes = Layout.make(size: ScreenSize(columns: 100, rows: 30), mode: .live, needs: needs)
                .compactMap(\.pane)
            #expect(panes.contains(.graphs) == hasGraphs)
            #expect(panes.contains(.errors))
        }
    }

    @Test func headerStaysToTheLast() {
        let needs = Self.needs[0]
        let regions = Layout.make(size: ScreenSize(columns: 1, rows: 1), mode: .live, needs: needs)
        #expect(regions.map(\.content) == [.header])
    }

    @Test func coresNeedCores() {
        #expect(!panes(200, 60, cores: 0).contains(.cores))
    }

    @Test func longMetricsLeaveRoomForTheOthers() {
        #expect(panes(80, 24, metricsRows: 5000) == [.metrics, .compact, .errors])
    }
}
