/// Scanning of the kernel's text files. Nothing here traps, whatever the bytes are.
extension ArraySlice<UInt8> {
    /// Takes off the next line, without its end; nil at the end of the text.
    mutating func nextLine() -> ArraySlice<UInt8>? {
        guard !isEmpty else { return nil }
        let end = firstIndex(of: UInt8(ascii: "\n")) ?? endIndex
        let line = self[startIndex..<end]
        self = self[(end < endIndex ? end + 1 : end)...]
        return line
    }

    /// Takes off the next word between blanks; nil when only blanks are left.
    mutating func nextWord() -> ArraySlice<UInt8>? {
        guard let start = firstIndex(where: { !$0.isBlank }) else { return nil }
        let end = self[start...].firstIndex(where: \.isBlank) ?? endIndex
        let word = self[start..<end]
        self = self[end...]
        return word
    }

    /// Takes off the next word as a number; nil when it is none.
    mutating func nextNumber() -> UInt64? {
        nextWord()?.number
    }

    /// A whole number without a sign, all digits, that fits.
    var number: UInt64? {
        guard !isEmpty else { return nil }
        var value: UInt64 = 0
        for byte in self {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
            let (tens, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, isTooLargeStill) = tens.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
            guard !isTooLarge, !isTooLargeStill else { return nil }
            value = sum
        }
        return value
    }

    /// A finite number with or without sign, point and exponent.
    var decimal: Double? {
        Double(text).flatMap { $0.isFinite ? $0 : nil }
    }

    /// The text, with replacement characters for what is not UTF-8.
    var text: String {
        String(decoding: self, as: UTF8.self)
    }

    /// The text without the blanks and line ends around it.
    var trimmed: ArraySlice<UInt8> {
        guard let start = firstIndex(where: { !$0.isBlank }), let end = lastIndex(where: { !$0.isBlank }) else {
            return self[startIndex..<startIndex]
        }
        return self[start...end]
    }

    /// The parts before and after the first such byte.
    func split(at separator: Unicode.Scalar) -> (before: ArraySlice<UInt8>, after: ArraySlice<UInt8>)? {
        firstIndex(of: UInt8(ascii: separator)).map { (self[startIndex..<$0], self[($0 + 1)...]) }
    }

    /// Whether it begins with these ASCII characters.
    func hasPrefix(_ ascii: StaticString) -> Bool {
        starts(with: UnsafeBufferPointer(start: ascii.utf8Start, count: ascii.utf8CodeUnitCount))
    }

    /// What follows the prefix; nil when it does not begin so.
    func dropping(prefix ascii: StaticString) -> ArraySlice<UInt8>? {
        hasPrefix(ascii) ? dropFirst(ascii.utf8CodeUnitCount) : nil
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool {
        self == UInt8(ascii: " ") || UInt8(ascii: "\t")...UInt8(ascii: "\r") ~= self
    }
}
