import MonitoringMessages
import Testing

/// A field of `data`, one good value for it, and what the model makes of that.
struct FieldCase: Sendable, CustomTestStringConvertible {
    enum Kind { case number, count, bytes, string, stringOrNumber }

    var section: String
    var key: String
    var kind: Kind
    var literal: String
    var expected: String
    var get: @Sendable (MonitoringSample) -> String?

    init<T>(
        _ section: String, _ key: String, _ kind: Kind, _ literal: String, _ expected: T,
        _ get: @escaping @Sendable (MonitoringSample) -> T?
    ) {
        self.section = section
        self.key = key
        self.kind = kind
        self.literal = literal
        self.expected = "\(expected)"
        self.get = { get($0).map { "\($0)" } }
    }

    var testDescription: String { "\(section).\(key)" }

    func sample(_ literal: String) throws -> MonitoringSample {
        try readData(#"{"\#(section)":{"\#(key)":\#(literal)}}"#)
    }

    /// Values of every type that this field does not take, and values out of its range.
    var unknownLiterals: [String] {
        var literals = ["null", "true", "[]", "[1]", "{}", #"{"a":1}"#]
        if kind != .string && kind != .stringOrNumber { literals += [#""""#, #""12""#, "1e999", "-1e999"] }
        switch kind {
        case .number, .stringOrNumber: break
        case .string: literals += ["12", "1.5"]
        case .count: literals += ["-1", "1.5", "1e30", "9223372036854775808", "18446744073709551616", "-1e-3"]
        case .bytes: literals += ["-1", "-1.5", "18446744073709551616", "1.9e19", "-9223372036854775809"]
        }
        return literals
    }

    static let all: [FieldCase] = [
        FieldCase("processor", "usage_percent", .number, "45.2", 45.2) { $0.processor?.usagePercent },
        FieldCase("processor", "core_count", .count, "8", 8) { $0.processor?.coreCount },
        FieldCase("processor", "logical_count", .count, "16.0", 16) { $0.processor?.logicalCount },
        FieldCase("processor", "frequency_current", .number, "2700", 2700.0) { $0.processor?.frequencyMHz },
        FieldCase("processor", "frequency_mhz", .number, "2400", 2400.0) { $0.processor?.frequencyMHz },
        FieldCase("processor", "frequency_max", .number, "3e3", 3000.0) { $0.processor?.maximumFrequencyMHz },
        FieldCase("processor", "temperature", .number, "-4.5", -4.5) { $0.processor?.temperatureCelsius },
        FieldCase("processor", "quota_cores", .number, "1.5", 1.5) { $0.processor?.quotaCores },
        FieldCase("memory", "percentage", .number, "120.5", 120.5) { $0.memory?.usagePercent },
        FieldCase("memory", "usage_percent", .number, "-3", -3.0) { $0.memory?.usagePercent },
        FieldCase("memory", "total", .bytes, "25276514304", 25_276_514_304) { $0.memory?.totalBytes },
        FieldCase("memory", "total_gb", .bytes, "1.5", 1_610_612_736) { $0.memory?.totalBytes },
        FieldCase("memory", "available", .bytes, "9223372036854775808", UInt64(1) << 63) { $0.memory?.availableBytes },
        FieldCase("memory", "available_gb", .bytes, "0", 0) { $0.memory?.availableBytes },
        FieldCase("memory", "used", .bytes, "18446744073709551615", UInt64.max) { $0.memory?.usedBytes },
        FieldCase("memory", "used_gb", .bytes, "8.2", 8_804_682_957) { $0.memory?.usedBytes },
        FieldCase("disk", "percentage", .number, "15.4", 15.4) { $0.disk?.usagePercent },
        FieldCase("disk", "usage_percent", .number, "15.4", 15.4) { $0.disk?.usagePercent },
        FieldCase("disk", "total", .bytes, "1e12", 1_000_000_000_000) { $0.disk?.totalBytes },
        FieldCase("disk", "total_gb", .bytes, "500.0", 536_870_912_000) { $0.disk?.totalBytes },
        FieldCase("disk", "used", .bytes, "1.5", 2) { $0.disk?.usedBytes },
        FieldCase("disk", "used_gb", .bytes, "0.5", 536_870_912) { $0.disk?.usedBytes },
        FieldCase("disk", "free", .bytes, "7", 7) { $0.disk?.freeBytes },
        FieldCase("disk", "free_gb", .bytes, "2", 2_147_483_648) { $0.disk?.freeBytes },
        FieldCase("disk", "path", .string, #""/h\u00f6me\n""#, "/höme\n") { $0.disk?.path },
        FieldCase("gpu", "name", .string, #""Tesla""#, "Tesla") { $0.gpus.first?.name },
        FieldCase("gpu", "driver_version", .string, #""535.1""#, "535.1") { $0.gpus.first?.driverVersion },
        FieldCase("gpu", "gpu_usage_percent", .number, "15", 15.0) { $0.gpus.first?.usagePercent },
        FieldCase("gpu", "usage_percent", .number, "15", 15.0) { $0.gpus.first?.usagePercent },
        FieldCase("gpu", "memory_percentage", .number, "45.5", 45.5) { $0.gpus.first?.memoryPercent },
        FieldCase("gpu", "memory_percent", .number, "45.5", 45.5) { $0.gpus.first?.memoryPercent },
        FieldCase("gpu", "memory_total", .bytes, "4294967296", 4_294_967_296) { $0.gpus.first?.memoryTotalBytes },
        FieldCase("gpu", "memory_total_mb", .bytes, "4096", 4_294_967_296) { $0.gpus.first?.memoryTotalBytes },
        FieldCase("gpu", "memory_used", .bytes, "1", 1) { $0.gpus.first?.memoryUsedBytes },
        FieldCase("gpu", "memory_used_mb", .bytes, "2048.5", 2_148_007_936) { $0.gpus.first?.memoryUsedBytes },
        FieldCase("gpu", "memory_free", .bytes, "3", 3) { $0.gpus.first?.memoryFreeBytes },
        FieldCase("gpu", "memory_free_mb", .bytes, "3", 3_145_728) { $0.gpus.first?.memoryFreeBytes },
        FieldCase("gpu", "temperature", .number, "52", 52.0) { $0.gpus.first?.temperatureCelsius },
        FieldCase("gpu", "power_draw", .number, "75.25", 75.25) { $0.gpus.first?.powerDrawWatts },
        FieldCase("gpu", "power_limit", .number, "300", 300.0) { $0.gpus.first?.powerLimitWatts },
        FieldCase("system", "os_name", .string, #""Linux""#, "Linux") { $0.system?.osName },
        FieldCase("system", "os_version", .string, ##""#1 SMP""##, "#1 SMP") { $0.system?.osVersion },
        FieldCase("system", "os_release", .string, #""6.1""#, "6.1") { $0.system?.osRelease },
        FieldCase("system", "architecture", .string, #""x86_64""#, "x86_64") { $0.system?.architecture },
        FieldCase("system", "platform", .string, #""Linux-6.1""#, "Linux-6.1") { $0.system?.platform },
        FieldCase("system", "machine", .string, #""x86_64""#, "x86_64") { $0.system?.machine },
        FieldCase("system", "processor", .string, #""""#, "") { $0.system?.processor },
        FieldCase("system", "python_version", .string, #""3.11.7""#, "3.11.7") { $0.system?.pythonVersion },
        FieldCase("system", "hostname", .string, #""vm""#, "vm") { $0.system?.hostname },
        FieldCase("system", "distribution", .string, #""Debian 12""#, "Debian 12") { $0.system?.distribution },
        FieldCase("system", "processes", .count, "312", 312) { $0.system?.processes },
        FieldCase("system", "boot_time", .stringOrNumber, #""2026-11-21""#, "2026-11-21") { $0.system?.bootTime },
        FieldCase("system", "boot_time", .stringOrNumber, "1763700000.50", "1763700000.50") { $0.system?.bootTime },
        FieldCase("network", "bytes_received_per_second", .number, "1.5", 1.5) { $0.network?.bytesReceivedPerSecond },
        FieldCase("network", "bytes_sent_per_second", .number, "2", 2.0) { $0.network?.bytesSentPerSecond },
        FieldCase("disk_io", "bytes_read_per_second", .number, "3", 3.0) { $0.diskIO?.bytesReadPerSecond },
        FieldCase("disk_io", "bytes_written_per_second", .number, "4e3", 4000.0) { $0.diskIO?.bytesWrittenPerSecond },
    ]
}

@Suite struct FieldTests {
    @Test(arguments: FieldCase.all)
    func isRead(_ field: FieldCase) throws {
        #expect(field.get(try field.sample(field.literal)) == field.expected)
    }

    @Test(arguments: FieldCase.all)
    func isUnknownWhenAbsentNullOrWrong(_ field: FieldCase) throws {
        #expect(field.get(try readData("{}")) == nil)
        #expect(field.get(try readData(#"{"\#(field.section)":{}}"#)) == nil)
        #expect(field.get(try readData(#"{"\#(field.section)":null}"#)) == nil)
        for literal in field.unknownLiterals {
            #expect(field.get(try field.sample(literal)) == nil, "\(literal)")
        }
    }

    /// Both dialects' names of one value: the published one counts unless it is unknown.
    @Test(arguments: [
        ("memory", "percentage", "usage_percent"), ("disk", "percentage", "usage_percent"),
        ("gpu", "gpu_usage_percent", "usage_percent"), ("gpu", "memory_percentage", "memory_percent"),
        ("processor", "frequency_current", "frequency_mhz"),
        ("memory", "total", "total_gb"), ("memory", "available", "available_gb"), ("memory", "used", "used_gb"),
        ("disk", "total", "total_gb"), ("disk", "used", "used_gb"), ("disk", "free", "free_gb"),
        ("gpu", "memory_total", "memory_total_mb"), ("gpu", "memory_used", "memory_used_mb"),
        ("gpu", "memory_free", "memory_free_mb"),
    ])
    func publishedFieldComesFirst(_ section: String, _ published: String, _ documented: String) throws {
        let both = { (literal: String) in
            try readData(#"{"\#(section)":{"\#(documented)":2,"\#(published)":\#(literal)}}"#)
        }
        let alone = try readData(#"{"\#(section)":{"\#(documented)":2}}"#)
        #expect(try both("7") == readData(#"{"\#(section)":{"\#(published)":7}}"#))
        #expect(try both("null") == alone)
        #expect(try both(#""7""#) == alone)
        #expect(try both("1e999") == alone)
    }

    @Test func bothDialectsInOneMessage() throws {
        let sample = try readData(
            #"{"memory":{"percentage":62.8,"used_gb":8,"total":17179869184,"usage_percent":1,"available_gb":null},"#
                + #""processor":{"usage_percent":5,"frequency_mhz":2400,"core_count":4},"#
                + #""gpu":{"count":2,"gpus":[{"usage_percent":1,"memory_total":1048576},"#
                + #"{"gpu_usage_percent":2,"memory_total_mb":2}]}}"#)
        #expect(sample.memory?.usagePercent == 62.8)
        #expect(sample.memory?.usedBytes == 8 << 30)
        #expect(sample.memory?.totalBytes == 16 << 30)
        #expect(sample.memory?.availableBytes == nil)
        #expect(sample.processor?.frequencyMHz == 2400)
        #expect(sample.processor?.coreCount == 4)
        #expect(sample.gpus.map(\.usagePercent) == [1, 2])
        #expect(sample.gpus.map(\.memoryTotalBytes) == [1 << 20, 2 << 20])
    }

    @Test func coresKeepTheirPlaces() throws {
        let sample = try readData(#"{"processor":{"per_core_usage":[1,null,"3",4.5,1e999]}}"#)
        #expect(sample.processor?.perCoreUsagePercent == [1, nil, nil, 4.5, nil])
        #expect(try readData(#"{"processor":{"per_core_usage":{"0":1}}}"#).processor?.perCoreUsagePercent == [])
    }

    @Test(
        arguments: [
            ("null", []), ("{}", []), ("[]", []), ("5", []), (#"{"count":0,"gpus":[]}"#, []),
            (#"{"name":"a"}"#, ["a"]), (#"{"other":1}"#, [nil]), (#"{"gpus":null,"name":"a"}"#, ["a"]),
            (#"{"count":9,"gpus":[{"name":"b"},{"name":"a"},null,{"name":"c"}]}"#, ["b", "a", nil, "c"]),
        ] as [(String, [String?])])
    func gpuForms(_ gpu: String, _ names: [String?]) throws {
        #expect(try readData(#"{"gpu":\#(gpu)}"#).gpus.map(\.name) == names)
    }

    @Test func alerts() throws {
        let text = #"""
            {"type":"monitoring_data","data":{},"alerts":[{"timestamp":"t","component":"memory","metric":"percentage",
            "value":95.5,"threshold":90,"level":"critical","message":"m"},{"value":"95"},7]}
            """#
        var alert = MonitoringSample.Alert()
        alert.timestamp = "t"
        alert.component = "memory"
        alert.metric = "percentage"
        alert.value = 95.5
        alert.threshold = 90
        alert.level = "critical"
        alert.message = "m"
        #expect(try readSample(text).alerts == [alert, .init(), .init()])
        #expect(try readSample(#"{"type":"monitoring_data","alerts":{"level":"x"}}"#).alerts.isEmpty)
    }
}
