/// The cells that a graph is drawn with: how many samples and levels one holds, and the sign for each filling.
struct GraphSigns {
    /// Samples beside each other in a cell: 1 or 2.
    let perCell: Int
    /// Levels above each other in a cell.
    let levels: Int
    private let texts: [String]

    /// The cell whose left and right sample are filled up to a level; a cell of one sample has only a left one.
    func text(left: Int, right: Int) -> String { texts[left + right * (levels + 1)] }

    /// The signs that a font has.
    static func of(_ glyphs: Glyphs) -> GraphSigns {
        switch glyphs {
        case .full: braille
        case .blocks: blocks
        case .ascii: ascii
        }
    }

    private static let ascii = GraphSigns(perCell: 1, levels: 2, texts: [" ", ".", "#"])
    private static let blocks = GraphSigns(perCell: 1, levels: 8, texts: " ▁▂▃▄▅▆▇█".map(String.init))
    private static let braille: GraphSigns = {
        // Dots of a Braille cell's column from the bottom up: Unicode 15, "Braille Patterns", U+2800 plus one bit a dot.
        let left: [UInt32] = [0x40, 0x04, 0x02, 0x01]
        let right: [UInt32] = [0x80, 0x20, 0x10, 0x08]
        let texts = (0...4).flatMap { rightCount in
            (0...4).map { leftCount in
                let dots = left.prefix(leftCount).reduce(0, |) | right.prefix(rightCount).reduce(0, |)
                return Unicode.Scalar(0x2800 | dots).map { String($0) } ?? " "
            }
        }
        return GraphSigns(perCell: 2, levels: 4, texts: texts)
    }()
}
