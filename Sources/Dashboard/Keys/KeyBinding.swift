/// A key or several, what they do, and how help, footer and README call it.
package struct KeyBinding: Sendable, Hashable {
    /// Where the help lists it.
    package enum Section: String, Sendable, Hashable, CaseIterable {
        case program = "Program"
        case view = "Views"
        case format = "Format"
        case scroll = "Focus and scrolling"
        case time = "Time"
        case connection = "Connection"
    }

    package var keys: [Key]
    package var command: DashboardCommand
    package var section: Section
    /// One or two words for the footer.
    package var label: String
    /// One line for the help and the README.
    package var help: String
    /// Place in the footer, lower first; nil keeps it out of there.
    package var footerRank: Int?

    init(
        _ keys: [Key], _ command: DashboardCommand, _ section: Section, _ label: String, _ help: String,
        footer footerRank: Int? = nil
    ) {
        self.keys = keys
        self.command = command
        self.section = section
        self.label = label
        self.help = help
        self.footerRank = footerRank
    }

    /// The keys' names, as the help shows them: `q Ctrl-C`.
    package var keyNames: String { keys.map(\.name).joined(separator: " ") }
}

extension Key {
    /// The key's name for people, in ASCII.
    package var name: String {
        switch self {
        case .character(" "): "Space"
        case .character(let character): String(character)
        case .control(let letter): "Ctrl-\(String(letter).uppercased())"
        case .enter: "Enter"
        case .escape: "Esc"
        case .tab: "Tab"
        case .backTab: "Shift-Tab"
        case .backspace: "Backspace"
        case .delete: "Delete"
        case .insert: "Insert"
        case .up: "Up"
        case .down: "Down"
        case .left: "Left"
        case .right: "Right"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        case .home: "Home"
        case .end: "End"
        case .function(let number): "F\(number)"
        }
    }
}
