import CNcurses
import Dashboard

/// A cell's text as ncurses takes it.
enum CellText {
    /// A base and four combining marks: what ncurses' `cchar_t` holds (CCHARW_MAX).
    static let scalarsMax = 5

    /// The only character of most cells, which needs no more looking into; nil for any other text.
    static func ascii(of cell: Cell) -> UInt8? {
        let text = cell.text.utf8
        guard cell.width == 1, text.count == 1, let byte = text.first, 0x20..<0x7f ~= byte else { return nil }
        return byte
    }

    /// The scalars, ended by 0. Text that this locale would give other columns than the cell has comes out as a
    /// question mark, since it would move the rest of the row; `fillsCell` is false when that mark leaves the cell's
    /// second column to be blanked.
    static func scalars(of cell: Cell) -> (scalars: [UInt32], fillsCell: Bool) {
        let text = cell.text.unicodeScalars.prefix(scalarsMax)
        guard let base = text.first, cncurses_width(base.value) == Int32(cell.width) else {
            return ([UInt32(UInt8(ascii: "?")), 0], cell.width == 1)
        }
        return ([base.value] + text.dropFirst().filter { cncurses_width($0.value) == 0 }.map(\.value) + [0], true)
    }
}
