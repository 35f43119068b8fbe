import MonitoringFormatters
public import WebSocketTransport

/// One machine of a fleet: what it is called, and where its server is.
public struct FleetHost: Sendable {
    /// The longest name, in characters: more than a table has room for.
    public static let nameLimit = 64

    /// What it is called; no other host of the fleet has the same name.
    public var name: String { list.contents[index].name }
    /// Its server.
    public var uri: WebSocketURI { list.contents[index].uri }
    /// Request headers for this host alone, after those that all hosts get. Values may be secret: they are never logged.
    public var headers: [(name: String, value: String)] { list.contents[index].headers }

    fileprivate typealias Content = (name: String, uri: WebSocketURI, headers: [(name: String, value: String)])

    private let list: FleetHostList
    private let index: Int

    /// A host from its parts.
    public init(name: String, uri: WebSocketURI, headers: [(name: String, value: String)] = []) {
        self = FleetHostList([(name, uri, headers)])[0]
    }

    fileprivate init(_ list: FleetHostList, _ index: Int) {
        self.list = list
        self.index = index
    }

    /// A host from the text of its URI.
    /// - Throws: `WebSocketURIError` for a text that is no WebSocket URI.
    public init(
        name: String, uri: String, headers: [(name: String, value: String)] = []
    ) throws(WebSocketURIError) {
        self.init(name: name, uri: try WebSocketURI(parsing: uri), headers: headers)
    }

    /// Hosts that are known by their URIs alone, each named after its host; where that is not enough to tell them apart,
    /// its port is in the name, and then the whole URI.
    public static func named(after uris: [WebSocketURI]) -> [FleetHost] {
        let forms: [(WebSocketURI) -> String] = [\.host, { "\($0.host):\($0.port)" }, \.description]
        let name = forms.first { form in Set(uris.map(form)).count == uris.count } ?? \.description
        return uris.map { FleetHost(name: String(name($0).prefix(nameLimit)), uri: $0) }
    }

    /// Whether `name` is one that can be shown and typed: not empty, not too long, without control characters and other
    /// characters that could harm a terminal or mislead a reader, and without blanks at its ends.
    public static func isValid(name: String) -> Bool {
        !name.isEmpty && name.count <= nameLimit && HarmlessText.make(name) == name && name.first != " "
            && name.last != " "
    }
}

/// The hosts of a fleet in one place: every event has its host with it, and a reference to what is shared by all is cheaper
/// than one to something of its own.
final class FleetHostList: Sendable {
    fileprivate let contents: [FleetHost.Content]

    fileprivate init(_ contents: [FleetHost.Content]) {
        self.contents = contents
    }

    /// These hosts, in this order.
    convenience init(of hosts: [FleetHost]) {
        self.init(hosts.map { ($0.name, $0.uri, $0.headers) })
    }

    /// All of them.
    var hosts: [FleetHost] { contents.indices.map { self[$0] } }

    subscript(index: Int) -> FleetHost { FleetHost(self, index) }
}

/// Why hosts make no fleet. Positions count from 0.
public enum FleetError: Error, Hashable, CustomStringConvertible {
    /// There is no host at all.
    case noHosts
    /// There are more than a process can hold connections.
    case tooManyHosts(Int)
    /// The name of a host is empty, too long, or has characters that are not to be shown.
    case invalidName(at: Int)
    /// Two hosts have the same name.
    case sameName(String, first: Int, second: Int)
    /// Two hosts are the same server.
    case sameServer(String, first: Int, second: Int)

    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .noHosts: "there is no host"
        case .tooManyHosts(let count): "there are \(count) hosts; allowed are at most \(FleetRoster.limit)"
        case .invalidName:
            "the name of a host is invalid: allowed are 1 to \(FleetHost.nameLimit) characters, none of them a control "
                + "character, and no blank at the ends"
        case .sameName(let name, _, _): "two hosts have the name '\(HarmlessText.make(name))'"
        case .sameServer(let uri, _, _): "the server \(uri) is listed twice"
        }
    }
}

/// What the hosts of a fleet must keep together.
package enum FleetRoster {
    /// The most hosts: each takes a file descriptor, and two while it connects; see `OpenFiles`.
    package static let limit = 1000

    /// - Throws: `FleetError` for the first thing that is wrong.
    package static func check(_ hosts: [FleetHost]) throws(FleetError) {
        if hosts.isEmpty { throw .noHosts }
        if hosts.count > limit { throw .tooManyHosts(hosts.count) }
        var names: [String: Int] = [:]
        var servers: [String: Int] = [:]
        for (index, host) in hosts.enumerated() {
            guard FleetHost.isValid(name: host.name) else { throw .invalidName(at: index) }
            let uri = host.uri
            let server = "\(uri.isSecure) \(uri.host.lowercased()) \(uri.port) \(uri.requestTarget)"
            if let first = servers.updateValue(index, forKey: server) {
                throw .sameServer("\(uri)", first: first, second: index)
            }
            if let first = names.updateValue(index, forKey: host.name) {
                throw .sameName(host.name, first: first, second: index)
            }
        }
    }
}
