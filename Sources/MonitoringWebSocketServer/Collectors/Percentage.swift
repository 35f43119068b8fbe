/// A share in percent with one decimal, as the published server sends it; nil where there is no whole.
func percentage(_ part: Double, of whole: Double) -> Double? {
    whole > 0 ? (part / whole * 1000).rounded() / 10 : nil
}
