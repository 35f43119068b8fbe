/// Figures as the formats print them. Nothing here traps or allocates much, whatever the value.
public enum Figures {
    /// What is shown for an unknown figure.
    public static let unknown = "–"

    /// A percentage as sent, with one decimal: `45.2%`.
    public static func percent(_ value: Double) -> String {
        decimal(value, places: 1, suffix: "%")
    }

    /// Adds what `percent` makes to `output`, as UTF-8.
    static func writePercent(_ value: Double, to output: inout [UInt8]) {
        let isWritten: Void? = withDecimal(value, places: 1, trimmed: false) { digits in
            output.append(contentsOf: digits)
            output.append(UInt8(ascii: "%"))
        }
        if isWritten == nil { output.append(contentsOf: percent(value).utf8) }
    }

    /// A percentage as a whole number, halves away from zero: `29%` for 28.5.
    public static func wholePercent(_ value: Double) -> String {
        decimal(value, places: 0, suffix: "%")
    }

    /// Bytes in the binary unit that leaves fewer than 1024 of it, with one decimal: `512 B`, `1.0 KB`, `2.0 MB`.
    public static func bytes(_ count: Int) -> String {
        if (-1023...1023).contains(count) { return "\(count) B" }
        var value = Double(count) / 1024
        for unit in [" KB", " MB", " GB", " TB", " PB"] {
            // 1023.95 would be printed as 1024.0.
            if value.magnitude < 1023.95 { return decimal(value, places: 1, suffix: unit) }
            value /= 1024
        }
        return decimal(value, places: 1, suffix: " EB")
    }

    /// Bytes as GB (2^30) with one decimal, a trailing `.0` trimmed, without the unit: `8.2`, `500`.
    public static func gigabytes(_ bytes: UInt64) -> String {
        decimal(Double(bytes) / 1_073_741_824, places: 1, trimmed: true)
    }

    /// Bytes as whole GB (2^30), without the unit: `13`.
    public static func wholeGigabytes(_ bytes: UInt64) -> String {
        decimal(Double(bytes) / 1_073_741_824, places: 0)
    }

    /// A number with a fixed count of decimals, halves away from zero; never `-0`.
    ///
    /// - Parameters:
    ///   - value: Any number. NaN and infinities give `–`. From 2^53 / 10^places on, where a Double no longer has
    ///     these decimals, its shortest exact form is printed (`1e+300`).
    ///   - places: Decimals, 0…3.
    ///   - trimmed: Whether decimals that are all zero are left out.
    ///   - suffix: Put behind a number, but not behind `–`.
    public static func decimal(_ value: Double, places: Int, trimmed: Bool = false, suffix: String = "") -> String {
        guard value.isFinite else { return unknown }
        return withDecimal(value, places: places, trimmed: trimmed) { digits in
            // Up to 15 bytes a string needs no allocation.
            String(unsafeUninitializedCapacity: digits.count + suffix.utf8.count) { target in
                let end = target.update(fromContentsOf: digits)
                return target[end...].update(fromContentsOf: suffix.utf8)
            }
        } ?? "\(value)\(suffix)"
    }

    /// Calls `body` with the digits of a finite number; nil when it is too large for decimals.
    @inline(__always)
    private static func withDecimal<Result>(
        _ value: Double, places: Int, trimmed: Bool, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result? {
        let places = min(max(places, 0), 3)
        var scale: UInt64 = 1
        for _ in 0..<places { scale *= 10 }
        let product = value.magnitude * Double(scale)
        guard product < 0x1p53 else { return nil }
        let scaled = UInt64(product.rounded(.toNearestOrAwayFromZero))
        var fraction = scaled % scale
        let digits = trimmed && fraction == 0 ? 0 : places

        // Written backwards; 24 bytes hold a sign, 16 digits and a point.
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { buffer in
            var start = buffer.count
            func put(_ byte: UInt8) {
                start -= 1
                buffer[start] = byte
            }
            if digits > 0 {
                for _ in 0..<digits {
                    put(UInt8(ascii: "0") + UInt8(fraction % 10))
                    fraction /= 10
                }
                put(UInt8(ascii: "."))
            }
            var whole = scaled / scale
            repeat {
                put(UInt8(ascii: "0") + UInt8(whole % 10))
                whole /= 10
            } while whole > 0
            if value < 0 && scaled > 0 { put(UInt8(ascii: "-")) }
            return body(UnsafeBufferPointer(rebasing: buffer[start...]))
        }
    }
}
