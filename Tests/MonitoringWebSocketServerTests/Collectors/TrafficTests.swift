import Testing

@testable import MonitoringWebSocketServer

@Suite struct TrafficTests {
    @Test func capturedInterfaces() throws {
        let counters = NetworkTraffic.counters(dev: bytes(CapturedMachine.netDev))
        #expect(Set(counters.keys) == ["lo", "ifb0", "ifb1", "eth0"])
        let fields = try #require(CapturedMachine.netDev.split(separator: "\n").first { $0.contains("eth0:") })
            .split(separator: " ")
        #expect(counters["eth0"]?.inBytes == UInt64(fields[1]))
        #expect(counters["eth0"]?.outBytes == UInt64(fields[9]))
    }

    @Test func oldKernelsWriteNoBlankAfterTheColon() {
        let counters = NetworkTraffic.counters(dev: bytes("eth0:593934080 1 0 0 0 0 0 0 98285 2 0 0 0 0 0 0"))
        #expect(counters == ["eth0": TrafficCounters(inBytes: 593_934_080, outBytes: 98285)])
    }

    @Test(arguments: ["", "eth0", "eth0: 1 2", "eth0: a b c d e f g h i", "Inter-| Receive", ":::"])
    func malformedInterfaces(_ text: String) {
        #expect(NetworkTraffic.counters(dev: bytes(text)).isEmpty)
    }

    /// A host with containers, a VPN and a VLAN; a container; a machine that is off the network.
    @Test(
        arguments: [
            (
                ["lo", "eth0", "wlan0", "eth0.100", "bond0", "docker0", "br-1f", "veth12ab", "wg0"], ["eth0", "wlan0"],
                ["eth0", "wlan0"]
            ),
            (["lo", "eth0", "eth1"], [], ["eth0", "eth1"]), (["lo", "veth1"], [], []),
        ] as [([String], Set<String>, Set<String>)])
    func eachByteOnce(_ names: [String], _ hardware: Set<String>, _ expected: Set<String>) {
        let counters = Dictionary(uniqueKeysWithValues: names.map { ($0, TrafficCounters(inBytes: 1, outBytes: 1)) })
        #expect(Set(NetworkTraffic.withoutDoubles(counters, hasHardware: hardware.contains).keys) == expected)
    }

    private func counters(_ values: [String: (UInt64, UInt64)]) -> [String: TrafficCounters] {
        values.mapValues { TrafficCounters(inBytes: $0.0, outBytes: $0.1) }
    }

    @Test func rates() throws {
        var rates = TrafficRates(counters(["a": (100, 0), "b": (5, 5)]), at: .seconds(10))
        #expect(rates.perSecond == nil)
        rates.update(counters(["a": (200, 0), "b": (5, 5)]), at: .milliseconds(10_050))
        #expect(rates.perSecond == nil)
        rates.update(counters(["a": (1100, 50), "b": (7, 5)]), at: .seconds(12))
        #expect(try #require(rates.perSecond) == (501, 25))
        // No time, no change.
        rates.update(counters(["a": (9999, 9999)]), at: .seconds(12))
        #expect(try #require(rates.perSecond) == (501, 25))
        // b has gone, c has come with a past of its own, and a's counter started again.
        rates.update(counters(["a": (30, 60), "c": (1_000_000, 0)]), at: .seconds(13))
        #expect(try #require(rates.perSecond) == (0, 10))
        rates.update(counters(["a": (30, 60), "c": (1_000_008, 1)]), at: .seconds(15))
        #expect(try #require(rates.perSecond) == (4, 1))
        // Unknown is never 0; the reading after that knows what came meanwhile.
        rates.update(nil, at: .seconds(16))
        #expect(rates.perSecond == nil)
        rates.update(counters(["a": (130, 60), "c": (1_000_008, 1)]), at: .seconds(17))
        #expect(try #require(rates.perSecond) == (50, 0))
    }

    @Test func noRatesWithoutAFirstReading() throws {
        var rates = TrafficRates(nil, at: .zero)
        rates.update(counters(["a": (1000, 1000)]), at: .seconds(1))
        #expect(rates.perSecond == nil)
        rates.update(counters(["a": (1007, 1000)]), at: .seconds(2))
        #expect(try #require(rates.perSecond) == (7, 0))
    }

    @Test func ratesAtTheLimits() throws {
        var rates = TrafficRates(counters(["a": (0, .max)]), at: .zero)
        rates.update(counters(["a": (.max, 0)]), at: .seconds(1))
        #expect(try #require(rates.perSecond) == (Double(UInt64.max), 0))
    }
}
