/// A size in character cells. Never negative.
public struct ScreenSize: Sendable, Hashable {
    /// Cells from left to right.
    public var columns: Int
    /// Cells from top to bottom.
    public var rows: Int

    /// A size; negative numbers become 0.
    public init(columns: Int, rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }
}

/// A colour as a terminal names it; `TerminalScreen` degrades it to what the terminal has.
public enum CellColor: Sendable, Hashable {
    /// The terminal's own foreground or background.
    case standard
    /// One of the 16 ANSI colours: 0…7, and 8…15 for the bright ones.
    case ansi(UInt8)
    /// One of xterm's 256 colours.
    case indexed(UInt8)
}

/// How a cell looks.
public struct CellStyle: Sendable, Hashable {
    /// Colour of the text.
    public var foreground: CellColor
    /// Colour behind the text.
    public var background: CellColor
    /// What else marks the text.
    public var attributes: Attributes

    /// Text attributes, the ones that every terminal family has.
    public struct Attributes: OptionSet, Sendable, Hashable {
        /// One bit an attribute.
        public let rawValue: UInt8

        /// A set from its bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// Bright or heavy.
        public static let bold = Attributes(rawValue: 1)
        /// Faint.
        public static let dim = Attributes(rawValue: 2)
        /// Underlined.
        public static let underline = Attributes(rawValue: 4)
        /// Foreground and background exchanged.
        public static let reverse = Attributes(rawValue: 8)
    }

    /// A style; by default the terminal's own.
    public init(
        foreground: CellColor = .standard, background: CellColor = .standard, attributes: Attributes = []
    ) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }
}

/// One character cell. A wide character fills its own cell (`width` 2) and the next one, which is `.continuation`.
public struct Cell: Sendable, Hashable {
    /// A base scalar with its combining marks; empty in a continuation cell.
    public var text: String
    /// Columns taken: 1 or 2; 0 in a continuation cell.
    public var width: UInt8
    /// How it looks.
    public var style: CellStyle

    /// A cell from its parts.
    public init(text: String, width: UInt8, style: CellStyle) {
        self.text = text
        self.width = width
        self.style = style
    }

    /// A blank.
    public static let blank = Cell(text: " ", width: 1, style: CellStyle())
}

/// A whole screen of cells, row by row. `cells.count == size.columns * size.rows`, always.
public struct Frame: Sendable, Equatable {
    /// Columns and rows.
    public let size: ScreenSize
    /// The cells, row by row from the top.
    public internal(set) var cells: [Cell]

    /// A frame of equal cells, by default blanks.
    public init(size: ScreenSize, filledWith cell: Cell = .blank) {
        self.size = size
        self.cells = Array(repeating: cell, count: size.columns * size.rows)
    }

    /// The cell at a position; positions outside the frame read as blank, and writing them does nothing.
    public subscript(column: Int, row: Int) -> Cell {
        get {
            guard contains(column: column, row: row) else { return .blank }
            return cells[row * size.columns + column]
        }
        set {
            guard contains(column: column, row: row) else { return }
            cells[row * size.columns + column] = newValue
        }
    }

    private func contains(column: Int, row: Int) -> Bool {
        column >= 0 && column < size.columns && row >= 0 && row < size.rows
    }
}
