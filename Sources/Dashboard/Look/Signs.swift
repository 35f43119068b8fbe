import MonitoringMessages

/// The signs outside letters and digits, as far as the terminal's font has them. All but the dot take one column.
struct Signs {
    let glyphs: Glyphs

    init(_ glyphs: Glyphs) { self.glyphs = glyphs }

    private var isFull: Bool { glyphs == .full }
    private var hasBlocks: Bool { glyphs != .ascii }

    var ellipsis: String { isFull ? "…" : ">" }
    var unknown: String { isFull ? "–" : "-" }
    var dot: String { hasBlocks ? " · " : " | " }
    var minus: String { isFull ? "−" : "-" }
    var degree: String { hasBlocks ? " °C" : " C" }
    var horizontal: String { hasBlocks ? "─" : "-" }
    var vertical: String { hasBlocks ? "│" : "|" }
    var topLeft: String { isFull ? "╭" : hasBlocks ? "┌" : "+" }
    var topRight: String { isFull ? "╮" : hasBlocks ? "┐" : "+" }
    var bottomLeft: String { isFull ? "╰" : hasBlocks ? "└" : "+" }
    var bottomRight: String { isFull ? "╯" : hasBlocks ? "┘" : "+" }
    var focus: String { isFull ? "▸" : ">" }
    var noData: String { hasBlocks ? "·" : "'" }
    /// Heights from the lowest to the highest.
    var steps: [String] { hasBlocks ? Self.blockSteps : Self.digitSteps }

    private static let blockSteps = "▁▂▃▄▅▆▇█".map(String.init)
    private static let digitSteps = "0123456789".map(String.init)

    /// What stands before the state's name: told apart without colour.
    func state(_ state: ConnectionState) -> String {
        switch state {
        case .connected: isFull ? "●" : "*"
        case .connecting: isFull ? "◐" : "~"
        case .reconnecting: isFull ? "○" : "o"
        case .error: isFull ? "✗" : "x"
        case .disconnected: isFull ? "◌" : "-"
        }
    }
}
