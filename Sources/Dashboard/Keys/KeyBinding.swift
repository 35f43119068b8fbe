/// What one line of the help tells about: keys that belong together, and what each does.
package struct KeyBinding: Sendable, Hashable {
    /// Where the help lists it.
    package enum Section: String, Sendable, Hashable, CaseIterable {
        case program = "Program"
        case view = "Views"
        case format = "Format"
        case scroll = "Focus and scrolling"
        case hosts = "Several hosts"
        case time = "Time"
        case connection = "Connection"
    }

    /// Keys that do the same.
    package struct Action: Sendable, Hashable {
        package var keys: [Key]
        package var command: DashboardCommand

        init(_ keys: Key..., command: DashboardCommand) {
            self.keys = keys
            self.command = command
        }
    }

    package var actions: [Action]
    package var section: Section
    /// One line for the help and the README.
    package var help: String
    /// One or two words for the footer, about the first action; nil keeps it out of there.
    package var label: String?

    init(_ section: Section, _ help: String, label: String? = nil, _ actions: Action...) {
        self.actions = actions
        self.section = section
        self.help = help
        self.label = label
    }

    /// Every key in it.
    package var keys: [Key] { actions.flatMap(\.keys) }

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
