import MonitoringMessages

/// The signs outside letters and digits, in Unicode or in ASCII. Each takes one column.
struct Signs {
    let unicode: Bool

    var ellipsis: String { unicode ? "…" : ">" }
    var unknown: String { unicode ? "–" : "-" }
    var dot: String { unicode ? " · " : " | " }
    var minus: String { unicode ? "−" : "-" }
    var degree: String { unicode ? " °C" : " C" }
    var horizontal: String { unicode ? "─" : "-" }
    var vertical: String { unicode ? "│" : "|" }
    var topLeft: String { unicode ? "╭" : "+" }
    var topRight: String { unicode ? "╮" : "+" }
    var bottomLeft: String { unicode ? "╰" : "+" }
    var bottomRight: String { unicode ? "╯" : "+" }
    var focus: String { unicode ? "▸" : ">" }
    var noData: String { unicode ? "·" : "'" }

    /// What stands before the state's name: told apart without colour.
    func state(_ state: ConnectionState) -> String {
        switch state {
        case .connected: unicode ? "●" : "*"
        case .connecting: unicode ? "◐" : "~"
        case .reconnecting: unicode ? "○" : "o"
        case .error: unicode ? "✗" : "x"
        case .disconnected: unicode ? "◌" : "-"
        }
    }
}
