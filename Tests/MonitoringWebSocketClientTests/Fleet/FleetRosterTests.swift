import Testing
import WebSocketTransport

@testable import MonitoringWebSocketClient

@Suite struct FleetRosterTests {
    @Test(arguments: [
        (["ws://web-1:8765", "ws://db-1:8765"], ["web-1", "db-1"]),
        (["ws://localhost:1001", "ws://localhost:1002"], ["localhost:1001", "localhost:1002"]),
        (["ws://me:secret@a/x", "ws://a/y"], ["ws://a/x", "ws://a/y"]),
        (["wss://[::1]:1", "ws://[::1]:2"], ["::1:1", "::1:2"]),
        ([], []),
    ])
    func `Hosts are named as shortly as tells them apart`(_ uris: [String], _ names: [String]) throws {
        #expect(FleetHost.named(after: try uris.map { try WebSocketURI(parsing: $0) }).map(\.name) == names)
    }

    @Test(arguments: [
        ("web-1", true), ("München 2", true), (String(repeating: "x", count: 64), true), ("", false),
        (String(repeating: "x", count: 65), false), ("a\nb", false), ("a\u{1B}[2J", false), ("a\u{202E}b", false),
        (" a", false), ("a ", false),
    ])
    func `A name can be shown and typed`(_ name: String, _ isValid: Bool) {
        #expect(FleetHost.isValid(name: name) == isValid)
    }

    @Test(
        arguments: [
            ([], FleetError.noHosts),
            ([("a", "ws://h1"), ("b\u{7}", "ws://h2")], .invalidName(at: 1)),
            ([("a", "ws://h1"), ("b", "ws://h2"), ("a", "ws://h3")], .sameName("a", first: 0, second: 2)),
            (
                [("a", "ws://h1:8765/x"), ("b", "ws://user:pass@H1:8765/x")],
                .sameServer("ws://H1:8765/x", first: 0, second: 1)
            ),
            ((0...1000).map { ("h\($0)", "ws://h\($0)") }, .tooManyHosts(1001)),
            ([("a", "ws://h1"), ("b", "wss://h1"), ("c", "ws://h1:81"), ("d", "ws://h1/x")], nil),
        ] as [([(String, String)], FleetError?)])
    func `What hosts must keep together`(_ hosts: [(String, String)], _ expected: FleetError?) throws {
        let hosts = try hosts.map { try FleetHost(name: $0.0, uri: $0.1) }
        var error: FleetError?
        do throws(FleetError) { try FleetRoster.check(hosts) } catch let failure { error = failure }
        #expect(error == expected)
    }

    @Test func `Errors hold no password`() throws {
        let hosts = try ["a", "b"].map { try FleetHost(name: $0, uri: "ws://me:secret@h") }
        let error = #expect(throws: FleetError.self) { try FleetRoster.check(hosts) }
        #expect(error?.description == "the server ws://h is listed twice")
    }
}
