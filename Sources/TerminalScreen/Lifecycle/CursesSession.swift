import CNcurses
import Dashboard
import Glibc

/// ncurses between `newterm` and `delscreen`. Every call of ncurses is on the main actor: ncurses is not thread-safe.
@MainActor
final class CursesSession {
    /// How long a lone Escape waits for the rest of a sequence. Local and ssh terminals send sequences in one piece.
    private static let escapeDelayMilliseconds: Int32 = 25

    let capabilities: TerminalCapabilities
    /// The bytes that undo all this, for the crash handler.
    private(set) var restoreBytes: [UInt8]
    private let handle: OpaquePointer
    private let window: UnsafeMutablePointer<WINDOW>
    /// Keys are read through a pad: reading through `stdscr` would refresh it each time.
    private let input: UnsafeMutablePointer<WINDOW>
    private var pairs: ColorPairs
    private let hasTitle: Bool
    /// The title that was set; nil while the terminal has its own.
    private var title: String?
    private var size: ScreenSize
    private var drawn: Frame
    /// Whether something besides cells is to be sent, such as clearing the screen.
    private var needsUpdate = true

    init(terminal name: String, options: TerminalOptions, size: ScreenSize) throws(TerminalError) {
        let isUTF8 = LocaleSetup.apply()
        try Self.check(terminal: name)
        set_escdelay(Self.escapeDelayMilliseconds)
        guard let handle = cncurses_newterm(), let window = cncurses_stdscr(), let input = newpad(1, 1) else {
            throw .setupFailed(reason: "ncurses could not start on TERM \"\(name)\"")
        }
        self.handle = handle
        self.window = window
        self.input = input

        raw()
        noecho()
        nonl()
        curs_set(0)
        leaveok(window, true)
        nodelay(input, true)
        // A frame goes out whole, in one write: no look for keys between its lines.
        typeahead(-1)
        keypad(input, true)

        var depth = TerminalCapabilities.ColorDepth.none
        if options.allowsColor && has_colors() && start_color() == OK {
            use_default_colors()
            depth = .init(terminfoColors: Int(cncurses_colors()))
        }
        let isConsole = name.hasPrefix("linux")
        let glyphs: TerminalCapabilities.Glyphs =
            options.forcesASCII || !isUTF8 ? .ascii : isConsole ? .blocks : .full
        capabilities = TerminalCapabilities(name: name, colorDepth: depth, glyphs: glyphs)
        pairs = ColorPairs(terminfoPairs: depth == .none ? 0 : Int(cncurses_color_pairs()))

        // The Linux console's mouse is gpm's: it comes on a descriptor of its own, which is not watched here.
        let usesMouse = options.usesMouse && !isConsole && cncurses_capability("kmous") != nil
        restoreBytes = RestoreSequence.bytes(mouse: usesMouse)
        if usesMouse {
            mousemask(cncurses_mouse_press | cncurses_wheel_up | cncurses_wheel_down, nil)
            mouseinterval(0)
        }
        hasTitle = TitleSequence.isKnown(to: name)
        self.size = size
        drawn = Frame(size: size)
        resize(to: size)
    }

    /// Reads the terminal's description, and makes sure that a full screen can be drawn on it.
    static func check(terminal name: String) throws(TerminalError) {
        var status: Int32 = 0
        guard setupterm(name, STDOUT_FILENO, &status) == OK else { throw .unknownTerminal(name) }
        guard cncurses_capability("cup") != nil else { throw .cannotPlaceCursor(name) }
    }

    /// Gives the screen back and forgets ncurses' state. Nothing may be called after it.
    func end() {
        leave()
        delwin(input)
        delscreen(handle)
    }

    /// Gives the screen back for a while; `enter` takes it again.
    func leave() {
        endwin()
        if title != nil { TerminalDevice.write(TitleSequence.restore) }
    }

    /// Takes the screen again and paints what was on it.
    func enter(size: ScreenSize) {
        if size != self.size {
            resize(to: size)
        }
        repaint()
        if let title { TerminalDevice.write(TitleSequence.save + TitleSequence.set(title)) }
        // ncurses itself would wait for the first key, which would then come in the wrong mode.
        keypad(input, true)
    }

    /// Takes a new size over. The next drawing clears the screen and paints everything, since terminals move what
    /// they show.
    func resize(to size: ScreenSize) {
        self.size = size
        // ncurses has no empty screen; nothing is ever drawn on this one cell.
        resizeterm(Int32(max(1, size.rows)), Int32(max(1, size.columns)))
        werase(window)
        drawn = Frame(size: size)
        clearok(cncurses_curscr(), true)
        needsUpdate = true
    }

    /// Clears the screen and paints what was on it.
    func repaint() {
        clearok(cncurses_curscr(), true)
        update()
    }

    /// Shows a frame; only what differs from the last one is sent. A frame of another size is cut or surrounded by
    /// blanks.
    func draw(_ frame: Frame) {
        let changes = FrameChanges.between(drawn, frame, size: size)
        guard needsUpdate || !changes.isEmpty else { return }
        if !put(changes) {
            // Pair numbers have run out: give them out anew, for what is on this frame. ncurses repaints what changed
            // its colours.
            pairs.removeAll()
            _ = put(FrameChanges.between(nil, frame, size: size))
        }
        drawn = frame
        update()
    }

    /// Sounds the bell.
    func ring() {
        beep()
    }

    /// Shows a text in the terminal's title. ncurses has no word for it; between two updates nothing of its own is under way.
    /// - Returns: whether the terminal's own title has been put aside just now.
    func setTitle(_ text: String) -> Bool {
        guard hasTitle else { return false }
        let isFirst = title == nil
        title = text
        if isFirst { restoreBytes += Array(TitleSequence.restore.utf8) }
        TerminalDevice.write((isFirst ? TitleSequence.save : "") + TitleSequence.set(text))
        return isFirst
    }

    private func update() {
        wnoutrefresh(window)
        doupdate()
        needsUpdate = false
    }

    /// Writes cells to the window; false when some had no colour pair and got the terminal's own colours.
    private func put(_ changes: [CellChange]) -> Bool {
        var hadPairs = true
        // Neighbours mostly look the same.
        var style: CellStyle?
        var attributes: attr_t = 0
        var pair: Int32 = 0
        for change in changes {
            if style != change.cell.style {
                style = change.cell.style
                let terminalStyle = capabilities.colorDepth.degrade(change.cell.style)
                let number = pairNumber(terminalStyle)
                hadPairs = hadPairs && number != nil
                attributes = self.attributes(terminalStyle.attributes)
                pair = number ?? 0
            }
            let row = Int32(change.row)
            let column = Int32(change.column)
            if let character = CellText.ascii(of: change.cell) {
                cncurses_put_ascii(window, row, column, character, attributes, pair)
                continue
            }
            let text = CellText.scalars(of: change.cell)
            cncurses_put(window, row, column, text.scalars, attributes, pair)
            if !text.fillsCell { cncurses_put_ascii(window, row, column + 1, UInt8(ascii: " "), attributes, pair) }
        }
        return hadPairs
    }

    private func pairNumber(_ style: TerminalStyle) -> Int32? {
        switch pairs.pair(foreground: style.foreground, background: style.background) {
        case .known(let number):
            return number
        case .new(let number):
            return init_extended_pair(number, style.foreground, style.background) == OK ? number : 0
        case .exhausted:
            return nil
        }
    }

    private func attributes(_ attributes: CellStyle.Attributes) -> attr_t {
        var result: attr_t = 0
        if attributes.contains(.bold) { result |= cncurses_bold }
        if attributes.contains(.dim) { result |= cncurses_dim }
        if attributes.contains(.underline) { result |= cncurses_underline }
        if attributes.contains(.reverse) { result |= cncurses_reverse }
        return result
    }

    /// The keys and mouse events that wait, at most `limit`; an empty answer means that none does.
    func readInput(limit: Int) -> [TerminalEvent] {
        var events: [TerminalEvent] = []
        var taken = 0
        var value: wint_t = 0
        while taken < limit {
            switch wget_wch(input, &value) {
            case OK where value == 0x1b && skipsSequence():
                break
            case OK:
                KeyDecoder.key(scalar: value).map { events.append(.key($0)) }
            case KEY_CODE_YES where Int32(value) == KEY_MOUSE:
                mouseEvent().map { events.append(.mouse($0)) }
            case KEY_CODE_YES:
                KeyDecoder.key(code: Int32(value)).map { events.append(.key($0)) }
            default:
                return events
            }
            taken += 1
        }
        return events
    }

    /// Takes the rest of a sequence that terminfo does not name (focus in, a modified Tab, Alt and a key), so that its parts
    /// are not taken for keys. False when Escape was pressed by itself: nothing comes right behind it.
    private func skipsSequence() -> Bool {
        var value: wint_t = 0
        guard wget_wch(input, &value) != ERR else { return false }
        var rest = EscapeSequence(introducer: value)
        while !rest.isComplete, wget_wch(input, &value) != ERR { rest.take(value) }
        return true
    }

    private func mouseEvent() -> MouseEvent? {
        var event = MEVENT()
        guard getmouse(&event) == OK else { return nil }
        let action: MouseEvent.Action
        switch event.bstate {
        case let state where state & cncurses_wheel_up != 0: action = .wheelUp
        case let state where state & cncurses_wheel_down != 0: action = .wheelDown
        case let state where state & cncurses_mouse_press != 0: action = .press
        default: return nil
        }
        return MouseEvent(action: action, column: Int(event.x), row: Int(event.y))
    }
}
