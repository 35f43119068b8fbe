/// The list `hosts` of the configuration file. An item is a line of a hosts file, or a mapping with the keys `name`, `uri`,
/// `tint` and `headers`, which is a value or a list of values.
enum HostsList {
    private static let allowedKeys = "allowed are name, uri, tint, headers"

    /// Reads what follows the start of the list, its end included.
    ///
    /// - Parameter line: of the list.
    static func hosts(
        from reader: inout YAMLReader, line: Int
    ) throws(YAMLReader.Failure) -> [WatchedHost] {
        var all: [HostFields] = []
        do throws(HostFields.Failure) {
            while let fields = try next(from: &reader) { all.append(fields) }
            guard !all.isEmpty else { throw HostFields.Failure(line: line, reason: "allowed is at least one host") }
            return try HostFields.hosts(all)
        } catch {
            throw YAMLReader.Failure(line: error.line, reason: "'hosts': \(error.reason)")
        }
    }

    /// - Returns: nil at the end of the list.
    private static func next(from reader: inout YAMLReader) throws(HostFields.Failure) -> HostFields? {
        let item = try event(from: &reader)
        switch item.kind {
        case .endOfCollection: return nil
        case .mapping: return try mapping(from: &reader, line: item.line)
        case .scalar:
            guard let fields = try HostsFile.fields(item.text, line: item.line) else {
                throw HostFields.Failure(line: item.line, reason: "a host is empty; \(HostsFile.allowed)")
            }
            return fields
        default: throw HostFields.Failure(line: item.line, reason: "a host is a line or a mapping; \(allowedKeys)")
        }
    }

    private static func mapping(from reader: inout YAMLReader, line: Int) throws(HostFields.Failure) -> HostFields {
        var fields = HostFields(line: line)
        var seen: Set<String> = []
        while true {
            let key = try event(from: &reader)
            if key.kind == .endOfCollection { return fields }
            guard key.kind == .scalar, seen.insert(key.text).inserted else {
                throw HostFields.Failure(line: key.line, reason: "each key of a host is given once; \(allowedKeys)")
            }
            let values = try values(from: &reader)
            guard key.text == "headers" || values.count == 1 else {
                throw HostFields.Failure(line: key.line, reason: "'\(key.text)': allowed is a single value")
            }
            switch key.text {
            case "name": fields.name = values.first
            case "uri": fields.uri = values.first
            case "tint": fields.tint = values.first
            case "headers": fields.headers = values
            default:
                throw HostFields.Failure(line: key.line, reason: "a host has no key '\(key.text)': \(allowedKeys)")
            }
        }
    }

    private static func values(from reader: inout YAMLReader) throws(HostFields.Failure) -> [String] {
        let value = try event(from: &reader)
        if value.kind == .scalar { return [value.text] }
        guard value.kind == .sequence else {
            throw HostFields.Failure(line: value.line, reason: "allowed is a value or a list of values")
        }
        var values: [String] = []
        while true {
            let item = try event(from: &reader)
            if item.kind == .endOfCollection { return values }
            guard item.kind == .scalar else {
                throw HostFields.Failure(line: item.line, reason: "allowed is a list of values")
            }
            values.append(item.text)
        }
    }

    private static func event(from reader: inout YAMLReader) throws(HostFields.Failure) -> YAMLReader.Event {
        do {
            return try reader.next()
        } catch {
            throw HostFields.Failure(line: error.line, reason: error.reason)
        }
    }
}
