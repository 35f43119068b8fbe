/// What both ends agreed on for permessage-deflate (RFC 7692 section 7).
package struct PerMessageDeflate: Sendable, Equatable {
    /// How one end compresses what it sends.
    package struct Direction: Sendable, Equatable {
        /// The LZ77 window, as a power of two: 8...15.
        package var windowBits: Int
        /// Whether a message may refer to what earlier ones had in them.
        package var keepsContext: Bool

        package init(windowBits: Int = 15, keepsContext: Bool = true) {
            self.windowBits = windowBits
            self.keepsContext = keepsContext
        }
    }

    /// Why an answer is not one that we can use, in words.
    package struct Unusable: Error, Sendable, Equatable {
        package var detail: String
    }

    package static let name = "permessage-deflate"
    /// What a client asks for: the server decides, also about our window.
    package static let offer = "\(name); client_max_window_bits"

    package var server = Direction()
    package var client = Direction()

    package init() {}

    /// Reads the parameters that the server answered `offer` with (RFC 7692 section 7.1).
    package init(agreedIn element: ExtensionElement) throws(Unusable) {
        var seen: Set<String> = []
        for parameter in element.parameters {
            guard seen.insert(parameter.name).inserted else {
                throw Unusable(detail: "\(Self.name) has the parameter \(parameter.name) twice")
            }
            switch parameter.name {
            case "server_no_context_takeover":
                try Self.checkHasNoValue(parameter)
                server.keepsContext = false
            case "client_no_context_takeover":
                try Self.checkHasNoValue(parameter)
                client.keepsContext = false
            case "server_max_window_bits": server.windowBits = try Self.windowBits(parameter)
            case "client_max_window_bits": client.windowBits = try Self.windowBits(parameter)
            default:
                throw Unusable(
                    detail: "\(Self.name) has the parameter \(parameter.name.prefix(40)), which was not asked for")
            }
        }
    }

    private static func checkHasNoValue(_ parameter: ExtensionElement.Parameter) throws(Unusable) {
        guard parameter.value == nil else {
            throw Unusable(detail: "\(name)'s parameter \(parameter.name) has a value, but takes none")
        }
    }

    private static func windowBits(_ parameter: ExtensionElement.Parameter) throws(Unusable) -> Int {
        let allowed = (8...15).first { String($0) == parameter.value }
        guard let allowed else {
            let value = parameter.value.map { "the value \($0.prefix(40))" } ?? "no value"
            throw Unusable(detail: "\(name)'s parameter \(parameter.name) has \(value); 8 to 15 are allowed")
        }
        return allowed
    }
}
