/// A size in character cells. Never negative.
public struct ScreenSize: Sendable, Hashable {
    public var columns: Int
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
    public var foreground: CellColor
    public var background: CellColor
    public var attributes: Attributes

    /// Text attributes, the ones that every terminal family has.
    public struct Attributes: OptionSet, Sendable, Hashable {
        public let rawValue: UInt8

        /// A set from its bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        public static let bold = Attributes(rawValue: 1)
        public static let dim = Attributes(rawValue: 2)
        public static let underline = Attributes(rawValue: 4)
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
    public let size: ScreenSize
    public private(set) var cells: [Cell]

    /// A blank frame.
    public init(size: ScreenSize) {
        self.size = size
        self.cells = Array(repeating: .blank, count: size.columns * size.rows)
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
