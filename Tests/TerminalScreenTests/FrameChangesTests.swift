import Dashboard
import Testing

@testable import TerminalScreen

@Suite struct FrameChangesTests {
    @Test func equalFramesNeedNothing() {
        let frame = frame(["ab", "cd"])
        #expect(FrameChanges.between(frame, frame, size: frame.size).isEmpty)
    }

    @Test func onlyWhatDiffersIsWritten() {
        let changes = FrameChanges.between(frame(["abc", "def"]), frame(["abc", "dXf"]), size: size(3, 2))
        #expect(changes == [CellChange(column: 1, row: 1, cell: cell("X"))])
    }

    @Test func withoutAnOldFrameAllIsWritten() {
        #expect(FrameChanges.between(nil, frame(["ab", "cd"]), size: size(2, 2)).count == 4)
    }

    @Test(
        "A frame of another size is cut, or surrounded by blanks",
        arguments: [(1, 1, 1), (2, 2, 4), (3, 3, 9), (0, 0, 0), (4, 1, 4)])
    func clipping(columns: Int, rows: Int, written: Int) {
        let changes = FrameChanges.between(nil, frame(["ab", "cd"]), size: size(columns, rows))
        #expect(changes.count == written)
        #expect(changes.allSatisfy { $0.column < columns && $0.row < rows })
    }

    @Test func aWideCharacterCutByTheEdgeIsABlank() {
        let changes = FrameChanges.between(nil, frame(["a日"]), size: size(2, 1))
        #expect(changes.map(\.cell.text) == ["a", " "])
    }

    @Test func halvesOfWideCharactersAreBlanks() {
        var broken = frame(["日x"])
        broken[1, 0] = cell("y")
        #expect(FrameChanges.between(nil, broken, size: size(3, 1)).map(\.cell.text) == [" ", "y", "x"])
        broken = frame(["日x"])
        broken[0, 0] = cell("y")
        #expect(FrameChanges.between(nil, broken, size: size(3, 1)).map(\.cell.text) == ["y", " ", "x"])
    }

    @Test("Changes upon changes show the same as painting it all", arguments: 0..<200)
    func sameAsPaintingAll(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        var terminal = ModelTerminal()
        var old: Frame?
        for _ in 0..<8 {
            let new = randomFrame(using: &random)
            terminal.write(FrameChanges.between(old, new, size: new.size))
            var fresh = ModelTerminal()
            fresh.write(FrameChanges.between(nil, new, size: new.size))
            #expect(terminal == fresh)
            old = new
        }
    }

    private func randomFrame(using random: inout SeededGenerator) -> Frame {
        var frame = Frame(size: size(6, 2))
        let styles = [CellStyle(), CellStyle(attributes: .reverse)]
        for row in 0..<2 {
            var column = 0
            while column < 6 {
                let style = styles.randomElement(using: &random) ?? CellStyle()
                // Wide ones may hang over the edge: there the frame is malformed on purpose.
                let isWide = Bool.random(using: &random)
                frame[column, row] = Cell(text: isWide ? "日" : "a", width: isWide ? 2 : 1, style: style)
                if isWide { frame[column + 1, row] = Cell(text: "", width: 0, style: style) }
                column += isWide ? 2 : 1
            }
        }
        return frame
    }
}

/// What ncurses and terminals do with cells: overwriting half of a wide character blanks its other half.
private struct ModelTerminal: Equatable {
    private var cells: [[Int]: Cell] = [:]

    mutating func write(_ changes: [CellChange]) {
        for change in changes {
            clear(change.column, change.row)
            cells[[change.column, change.row]] = change.cell
            if change.cell.width == 2 {
                clear(change.column + 1, change.row)
                cells[[change.column + 1, change.row]] = Cell(text: "", width: 0, style: change.cell.style)
            }
        }
    }

    private mutating func clear(_ column: Int, _ row: Int) {
        switch cells[[column, row]]?.width {
        case 0: cells[[column - 1, row]] = .blank
        case 2: cells[[column + 1, row]] = .blank
        default: break
        }
    }
}

private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    // SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
