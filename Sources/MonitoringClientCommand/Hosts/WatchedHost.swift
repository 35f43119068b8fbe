import Dashboard
import MonitoringFormatters
import MonitoringWebSocketClient
import WebSocketTransport

/// A host to watch, and how it looks.
struct WatchedHost: Sendable {
    var host: FleetHost
    var tint: Tint?
    /// What it is called in the database: the name that a person gave it, or its URI.
    var storedName: String

    /// A host alone, named after its server.
    init(uri: WebSocketURI) {
        self.init(host: FleetHost(name: uri.host, uri: uri))
    }

    /// - Parameter isNamed: Whether a person gave it its name.
    init(host: FleetHost, tint: Tint? = nil, isNamed: Bool = false) {
        self.host = host
        self.tint = tint
        storedName = isNamed ? host.name : "\(host.uri)"
    }

    var name: String { host.name }

    /// What the client of this host goes by.
    /// - Parameter common: what all hosts have in common.
    func configuration(_ common: ClientConfiguration) -> ClientConfiguration {
        var configuration = common
        configuration.uri = host.uri
        configuration.webSocket.headers += host.headers
        return configuration
    }
}

/// What a person wrote about a host: in a line of a hosts file, or in the list `hosts` of the configuration file.
struct HostFields: Equatable {
    var name: String?
    var uri: String?
    var tint: String?
    /// As `Name: value`.
    var headers: [String] = []
    /// Counted from 1.
    var line: Int

    /// A host that has no name is named after its server; see `FleetHost.named(after:)`.
    /// - Throws: `HostFields.Failure` with the line of the first thing that is wrong.
    static func hosts(_ all: [HostFields]) throws(Failure) -> [WatchedHost] {
        var parsed: [(fields: HostFields, uri: WebSocketURI)] = []
        for fields in all { parsed.append((fields, try fields.webSocketURI())) }
        var generated = FleetHost.named(after: parsed.filter { $0.fields.name == nil }.map(\.uri))[...]
        var hosts: [WatchedHost] = []
        for (fields, uri) in parsed {
            let name = fields.name ?? generated.popFirst()?.name ?? ""
            hosts.append(
                WatchedHost(
                    host: FleetHost(name: name, uri: uri, headers: try fields.parsedHeaders()),
                    tint: try fields.parsedTint(), isNamed: fields.name != nil))
        }
        do {
            try FleetRoster.check(hosts.map(\.host))
        } catch {
            throw Failure(error, lines: all.map(\.line))
        }
        return hosts
    }

    /// What is wrong, and where.
    struct Failure: Error {
        var line: Int
        var reason: String

        init(line: Int, reason: String) {
            self.line = line
            self.reason = reason
        }

        init(_ error: FleetError, lines: [Int]) {
            switch error {
            case .noHosts: self.init(line: 1, reason: "there is no host; allowed is at least one")
            case .tooManyHosts: self.init(line: lines.last ?? 1, reason: "\(error)")
            case .invalidName(let index): self.init(line: lines[index], reason: "\(error)")
            case .sameName(_, let first, let second), .sameServer(_, let first, let second):
                self.init(line: lines[second], reason: "\(error); the first one is on line \(lines[first])")
            }
        }
    }

    private func webSocketURI() throws(Failure) -> WebSocketURI {
        guard let uri else { throw Failure(line: line, reason: "there is no URI; \(HostsFile.allowed)") }
        do {
            return try WebSocketURI(parsing: uri)
        } catch {
            throw Failure(line: line, reason: "the URI is invalid: \(error)")
        }
    }

    private func parsedTint() throws(Failure) -> Tint? {
        guard let tint else { return nil }
        guard let known = Tint(rawValue: tint) else {
            let names = Tint.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(
                line: line, reason: "the tint '\(HarmlessText.make(tint, limit: 100))' is invalid: allowed are \(names)"
            )
        }
        return known
    }

    private func parsedHeaders() throws(Failure) -> [(name: String, value: String)] {
        var parsed: [(name: String, value: String)] = []
        for header in headers {
            do {
                parsed += try HeaderText.parse(header)
            } catch {
                throw Failure(line: line, reason: "a header is invalid: \(error.reason)")
            }
        }
        return parsed
    }
}
