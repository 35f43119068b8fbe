import MonitoringMessages
import Testing

/// What only this package's server sends, beside the tables of `FieldTests` and the round trips of `WriterTests`.
@Suite struct ExtraFieldTests {
    static let published = #"""
        {"type": "monitoring_data", "data": {\
        "disks": [{"total": 4, "used": 1, "free": 2, "percentage": 33.3, "path": "/"}], \
        "network": {"bytes_received_per_second": 10.5, "bytes_sent_per_second": null}, \
        "disk_io": {"bytes_read_per_second": 0.0, "bytes_written_per_second": 4096.0}, \
        "load_average": [0.5, 1.25, 2.0], "uptime_seconds": 3600.5, \
        "top_processes": [{"pid": 42, "name": "a b)", "cpu_percent": 150.5, "memory_bytes": 4096}]}}
        """#.replacing("\\\n", with: "")

    static let sample: MonitoringSample = {
        var disk = MonitoringSample.Disk()
        disk.totalBytes = 4
        disk.usedBytes = 1
        disk.freeBytes = 2
        disk.usagePercent = 33.3
        disk.path = "/"
        var process = MonitoringSample.ProcessUsage()
        process.pid = 42
        process.name = "a b)"
        process.usagePercent = 150.5
        process.memoryBytes = 4096
        var sample = MonitoringSample()
        sample.disks = [disk]
        sample.network = .init()
        sample.network?.bytesReceivedPerSecond = 10.5
        sample.diskIO = .init()
        sample.diskIO?.bytesReadPerSecond = 0
        sample.diskIO?.bytesWrittenPerSecond = 4096
        sample.loadAverage = .init()
        sample.loadAverage?.oneMinute = 0.5
        sample.loadAverage?.fiveMinutes = 1.25
        sample.loadAverage?.fifteenMinutes = 2
        sample.uptimeSeconds = 3600.5
        sample.topProcesses = [process]
        return sample
    }()

    @Test func publishedIsExact() throws {
        #expect(MessageWriter.text(.monitoringData(Self.sample)) == Self.published)
        #expect(try readSample(Self.published) == Self.sample)
    }

    @Test func documentedHasThemToo() throws {
        let text = MessageWriter.text(.monitoringData(Self.sample), dialect: .documented)
        #expect(try readSample(text) == Self.sample)
        #expect(text.contains(#""free_gb": 1.862645149230957e-09, "path": "/"}], "network": {"#))
    }

    @Test(
        arguments: [
            ("[]", [nil, nil, nil]), ("[1]", [1, nil, nil]), ("[1,null,3,4]", [1, nil, 3]),
            ("[\"1\",2]", [nil, 2, nil]),
        ] as [(String, [Double?])])
    func loadAverageOfAnyLength(_ literal: String, _ expected: [Double?]) throws {
        let load = try #require(try readData(#"{"load_average":\#(literal)}"#).loadAverage)
        #expect([load.oneMinute, load.fiveMinutes, load.fifteenMinutes] == expected)
    }

    @Test(arguments: ["null", "1", "{}", #""x""#, "true"])
    func wrongTypesAreUnknown(_ literal: String) throws {
        #expect(try readData(#"{"load_average":\#(literal)}"#).loadAverage == nil)
        #expect(try readData(#"{"top_processes":\#(literal)}"#).topProcesses.isEmpty)
        #expect(try readData(#"{"disks":\#(literal)}"#).disks.isEmpty)
        #expect(try readData(#"{"network":[\#(literal)]}"#).network == nil)
    }
}
