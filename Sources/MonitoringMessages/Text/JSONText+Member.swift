extension JSONText {
    /// The text of an object with one more member, at its end: who reads JSON takes the last one of a key that is
    /// repeated, so that what the sender called the same cannot stand for it. Text that is no object stays as it is.
    ///
    /// - Parameters:
    ///   - key: A name that needs no escape in JSON.
    ///   - value: A string without control characters.
    public static func adding(_ key: String, _ value: String, to object: String) -> String {
        guard let open = object.utf8.first(where: { !isBlank($0) }), open == UInt8(ascii: "{"),
            let close = object.utf8.lastIndex(where: { !isBlank($0) }), object.utf8[close] == UInt8(ascii: "}"),
            let last = object.utf8[..<close].last(where: { !isBlank($0) })
        else { return object }
        let separator = last == UInt8(ascii: "{") ? "" : ", "
        let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\(object[..<close])\(separator)\"\(key)\": \"\(escaped)\"}"
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || 0x09...0x0D ~= byte
    }
}
