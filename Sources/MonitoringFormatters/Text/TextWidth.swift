/// What one cell of a terminal shows: a scalar and the zero-width scalars that follow it.
public struct TextCell: Sendable, Hashable {
    /// The cell's scalars.
    public var text: String
    /// The columns it takes: 1 or 2.
    public var columns: Int

    /// A cell from its parts.
    public init(text: String, columns: Int) {
        self.text = text
        self.columns = columns
    }
}

/// Columns of text as a terminal shows it: scalar by scalar, the way `wcwidth` and so ncurses count, not by grapheme
/// clusters. An emoji joined by U+200D is as wide as its parts, a flag takes two columns as its two letters do, U+FE0F
/// takes none. Text is taken to be harmless (see `HarmlessText`); a control character counts as one column.
public enum TextWidth {
    /// The most zero-width scalars that a cell keeps: ncurses holds five scalars a cell. Further ones are dropped.
    public static let combiningLimit = 4

    /// The columns of one scalar: 0, 1 or 2.
    public static func columns(_ scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        // Latin, the lines and blocks that frames and bars are made of, and Braille.
        if value < 0x300 || (0x2500...0x25FC).contains(value) || (0x2800...0x28FF).contains(value) { return 1 }
        if contains(TextWidthTables.zeroWidth, value) { return 0 }
        return contains(TextWidthTables.wide, value) ? 2 : 1
    }

    /// The columns of a string.
    public static func columns(_ text: String) -> Int {
        if isASCII(text) { return text.utf8.count }
        // A zero-width scalar takes a column only where a cell has to be made for it.
        var isFirst = true
        var sum = 0
        for scalar in text.unicodeScalars {
            let columns = Self.columns(scalar)
            sum += isFirst ? max(1, columns) : columns
            isFirst = false
        }
        return sum
    }

    /// The string cell by cell. A zero-width scalar with nothing before it gets a space to stand on.
    public static func cells(_ text: String) -> [TextCell] {
        var cells: [TextCell] = []
        var iterator = CellIterator(text)
        while let cell = iterator.next() { cells.append(cell) }
        return cells
    }

    /// The text in at most `columns` columns; what does not fit is cut, with `mark` (`…`) as its last sign where that
    /// fits.
    public static func clipped(_ text: String, to columns: Int, mark: String = "…") -> String {
        guard columns > 0 else { return "" }
        if text.utf8.count <= columns && isASCII(text) { return text }
        let markColumns = Self.columns(mark)
        let room = columns - markColumns
        var all = 0
        var kept = ""
        var keptColumns = 0
        var open = true
        // Cells beyond the room are kept apart: they are needed only if all of them fit.
        var tail = ""
        var iterator = CellIterator(text)
        while let cell = iterator.next() {
            all += cell.columns
            if all > columns { break }
            if open && keptColumns + cell.columns <= room {
                kept += cell.text
                keptColumns += cell.columns
            } else {
                open = false
                tail += cell.text
            }
        }
        if all <= columns { return kept + tail }
        return room >= 0 ? kept + mark : kept
    }

    /// The text in exactly `columns` columns: clipped, or filled up with spaces at its end.
    public static func fitted(_ text: String, to columns: Int, mark: String = "…") -> String {
        let clipped = clipped(text, to: columns, mark: mark)
        return clipped + String(repeating: " ", count: max(0, columns - Self.columns(clipped)))
    }

    static func isASCII(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 < 0x80 }
    }

    private static func contains(_ ranges: [ClosedRange<UInt32>], _ value: UInt32) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            let range = ranges[middle]
            if value < range.lowerBound {
                high = middle
            } else if value > range.upperBound {
                low = middle + 1
            } else {
                return true
            }
        }
        return false
    }
}

/// Walks a string cell by cell.
package struct CellIterator {
    private var scalars: String.UnicodeScalarView.Iterator
    private var pending: Unicode.Scalar?
    /// The last cell of one scalar: bars and lines repeat the same one.
    private var last: (scalar: Unicode.Scalar, cell: TextCell)?

    /// A walk from the string's start.
    package init(_ text: String) {
        scalars = text.unicodeScalars.makeIterator()
        pending = scalars.next()
    }

    /// The next cell; nil at the string's end.
    package mutating func next() -> TextCell? {
        guard let first = pending else { return nil }
        let columns = TextWidth.columns(first)
        if columns == 0 {
            return combined(TextCell(text: " ", columns: 1))
        }
        pending = scalars.next()
        if let scalar = pending, TextWidth.columns(scalar) == 0 {
            return combined(TextCell(text: String(first), columns: columns))
        }
        if first.isASCII { return Self.asciiCells[Int(first.value)] }
        if let last, last.scalar == first { return last.cell }
        let cell = TextCell(text: String(first), columns: columns)
        last = (first, cell)
        return cell
    }

    /// A cell with the zero-width scalars that follow.
    private mutating func combined(_ base: TextCell) -> TextCell {
        var cell = base
        var combining = 0
        while let scalar = pending, TextWidth.columns(scalar) == 0 {
            if combining < TextWidth.combiningLimit { cell.text.unicodeScalars.append(scalar) }
            combining += 1
            pending = scalars.next()
        }
        return cell
    }

    private static let asciiCells = (0..<0x80 as Range<UInt8>).map {
        TextCell(text: String(Unicode.Scalar($0)), columns: 1)
    }
}
