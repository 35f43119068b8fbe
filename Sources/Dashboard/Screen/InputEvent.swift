/// A key as the user pressed it, whatever bytes the terminal sent.
public enum Key: Sendable, Hashable {
    /// A printable character.
    case character(Character)
    /// Control and a letter, given in lower case: `control("s")` is Ctrl-S.
    case control(Character)
    case enter, escape, tab, backTab, backspace, delete, insert
    case up, down, left, right, pageUp, pageDown, home, end
    /// F1…F12.
    case function(Int)
}

/// What the mouse did, at a cell counted from 0.
public struct MouseEvent: Sendable, Hashable {
    /// What the pointer did.
    public enum Action: Sendable, Hashable {
        case wheelUp, wheelDown, press
    }

    /// What was done.
    public var action: Action
    /// Cells from the left edge, from 0.
    public var column: Int
    /// Cells from the top, from 0.
    public var row: Int

    /// An event from its parts.
    public init(action: Action, column: Int, row: Int) {
        self.action = action
        self.column = column
        self.row = row
    }
}
