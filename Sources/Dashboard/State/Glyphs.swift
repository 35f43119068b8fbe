/// The signs that the terminal's font has.
package enum Glyphs: String, Sendable, Hashable, CaseIterable {
    /// Printable ASCII.
    case ascii
    /// Latin letters, lines and blocks, but neither Braille nor symbols: the font of the Linux console.
    case blocks
    /// All that is used.
    case full
}
