import MonitoringFormatters
import MonitoringMessages

extension DashboardState {
    /// The frame for a screen of that size: always `columns × rows` cells, whatever the size.
    package func render(size: ScreenSize) -> Frame {
        // Layout and content are asked for at the size that is drawn.
        var state = self
        state.size = size
        return state.frame()
    }

    private func frame() -> Frame {
        var canvas = Canvas(
            size: size, palette: Palette(theme: settings.theme, colors: settings.colors),
            signs: Signs(settings.glyphs))
        let regions = layout()
        if case .help(let under) = mode {
            var below = self
            below.mode = under
            below.draw(below.layout(), on: &canvas)
            for region in regions { canvas.fill(region.rect) }
        }
        draw(regions, on: &canvas)
        return canvas.frame
    }

    private func draw(_ regions: [Region], on canvas: inout Canvas) {
        for region in regions {
            switch region.content {
            case .header: canvas.put(HeaderLine(self).runs(columns: region.rect.columns), in: region.rect, row: 0)
            case .footer: canvas.put(FooterLine(self).runs(columns: region.rect.columns), in: region.rect, row: 0)
            case .pane(let pane): draw(pane, in: region, among: regions, on: &canvas)
            }
        }
    }

    private func draw(_ pane: Pane, in region: Region, among regions: [Region], on canvas: inout Canvas) {
        let inner = region.inner
        let content = content(of: pane, in: inner, among: regions)
        let offset = offset(of: pane)
        if region.isFramed {
            let caption = PaneCaption(state: self, pane: pane, content: content, rows: inner.rows)
            canvas.box(region.rect, title: caption.title, info: caption.info, focused: mode == .live && focus == pane)
        }
        let fades = [.metrics, .cores, .graphs, .compact].contains(pane) && isStale
        if case .drawing = content {
            switch pane {
            case .graphs: GraphsDrawing(state: self).draw(in: inner, on: &canvas, stale: fades)
            default: CoresDrawing(state: self).draw(in: inner, on: &canvas, stale: fades)
            }
            return
        }
        for (row, line) in content.visible(offset: offset, rows: inner.rows).enumerated() {
            canvas.put(line, in: inner, row: row, skip: offset.columns, stale: fades && shownSample != nil)
        }
    }
}
