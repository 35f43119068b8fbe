import MonitoringFormatters

extension FleetState {
    /// The frame for a screen of that size: always `columns × rows` cells, whatever the size.
    package func render(size: ScreenSize) -> Frame {
        if let openHost { return hosts[openHost].dashboard.render(size: size) }
        var state = self
        if size != self.size {
            state.size = size
            state.keepSelectionVisible()
        }
        return state.tableFrame()
    }

    private func tableFrame() -> Frame {
        var canvas = Canvas(
            size: size, palette: Palette(theme: settings.theme, colors: settings.colors),
            signs: Signs(settings.glyphs))
        let layout = FleetLayout(size: size)
        let lines = FleetLines(self)
        canvas.put(lines.header(columns: size.columns), in: layout.header, row: 0)
        canvas.put(lines.cluster(columns: size.columns), in: layout.cluster, row: 0)
        HostTableDrawing(self).draw(on: &canvas)
        canvas.put(lines.footer(columns: size.columns), in: layout.footer, row: 0)
        if table.isFiltering, layout.footer.isEmpty {
            // The smallest screens have no footer: what is typed takes the header's place.
            canvas.fill(layout.header)
            canvas.put(lines.input(columns: size.columns), in: layout.header, row: 0)
        }
        if let help = table.help { draw(help: help, layout.help, on: &canvas) }
        return canvas.frame
    }

    private func draw(help offset: Int, _ region: Region, on canvas: inout Canvas) {
        let inner = region.inner
        let content = PaneContent.lines(HelpText.table.lines(columns: FleetLayout(size: size).helpColumns))
        let scroll = ScrollOffset(rows: offset)
        canvas.fill(region.rect)
        if region.isFramed {
            let position = content.position(offset: scroll, rows: inner.rows, isLog: false)
            canvas.box(
                region.rect, title: [Run("Keys", .paneTitle)], info: position.map { [Run($0, .text(.dim))] } ?? [],
                focused: false)
        }
        for (row, line) in content.visible(offset: scroll, rows: inner.rows).enumerated() {
            canvas.put(line, in: inner, row: row)
        }
    }
}
