import CNcurses
import Dashboard

/// What `wget_wch` gave, as a `Key`.
enum KeyDecoder {
    /// A key from a key code of ncurses; nil for those that no one presses here (resize, mouse, begin, select…).
    static func key(code: Int32) -> Key? {
        switch code {
        case KEY_UP: .up
        case KEY_DOWN: .down
        case KEY_LEFT: .left
        case KEY_RIGHT: .right
        case KEY_PPAGE: .pageUp
        case KEY_NPAGE: .pageDown
        case KEY_HOME, KEY_FIND, KEY_A1: .home
        case KEY_END, KEY_SELECT, KEY_C1: .end
        case KEY_A3: .pageUp
        case KEY_C3: .pageDown
        case KEY_IC: .insert
        case KEY_DC: .delete
        case KEY_BACKSPACE: .backspace
        case KEY_BTAB: .backTab
        case KEY_ENTER: .enter
        // The Linux console's entry names Ctrl-Z a key.
        case KEY_SUSPEND: .control("z")
        case (KEY_F0 + 1)...(KEY_F0 + 12): .function(Int(code - KEY_F0))
        default: nil
        }
    }

    /// A key from a character; nil for what is no scalar.
    static func key(scalar value: UInt32) -> Key? {
        switch value {
        case 0x1b: .escape
        case 0x09: .tab
        case 0x0a, 0x0d: .enter
        // Ctrl-H is what many terminals send for Backspace, so it is never a key of its own.
        case 0x08, 0x7f: .backspace
        case 0x01...0x1a: .control(Character(Unicode.Scalar(UInt8(value | 0x60))))
        case 0x00, 0x1c...0x1f: .control(Character(Unicode.Scalar(UInt8(value | 0x40))))
        case 0x80...0x9f: nil
        default: Unicode.Scalar(value).map { .character(Character($0)) }
        }
    }
}
