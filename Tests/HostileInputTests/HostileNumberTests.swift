import HostileInput
import MonitoringMessages
import Testing

/// Numbers that overflow, divide by zero or are none, in each place where a server can put one, by each way out.
@Suite(.serialized) struct HostileNumberTests {
    static let numbers = [
        "0", "-0", "-0.0", "-1", "250", "1e999", "-1e999", "1e308", "-1e308", "5e-324", "1e-999", "0.1e1",
        "9007199254740993", "9223372036854775807", "9223372036854775808", "18446744073709551615",
        "18446744073709551616", "-9223372036854775808", "-9223372036854775809", "99999999999999999999999999999999",
        "1.7976931348623157e308", "2147483648", "100.00000000000001", "99.99999999999999", "null", "true", "\"12\"",
        "\"NaN\"", "\"Infinity\"", "[]", "{}", "[1e999,-1,250,null]",
    ]

    static let fields = [
        #""processor":{"usage_percent":§,"core_count":§,"logical_count":§,"frequency_current":§,"frequency_max":§}"#,
        #""processor":{"temperature":§,"frequency_mhz":§,"quota_cores":§,"per_core_usage":[§,§,§]}"#,
        #""memory":{"total":§,"available":§,"used":§,"percentage":§}"#,
        #""memory":{"usage_percent":§,"used_gb":§,"total_gb":§,"available_gb":§}"#,
        #""memory":{"total":0,"used":§,"percentage":5},"disk":{"total":0,"used":§,"percentage":5}"#,
        #""disk":{"total":§,"used":§,"free":§,"percentage":§,"path":"/"}"#,
        #""disk":{"usage_percent":§,"used_gb":§,"total_gb":§,"free_gb":§}"#,
        #""disks":[{"total":§,"used":§,"percentage":§,"path":"/a"}]"#,
        #""gpu":{"memory_total":§,"memory_used":§,"memory_free":§,"memory_percentage":§,"gpu_usage_percent":§}"#,
        #""gpu":{"temperature":§,"power_draw":§,"power_limit":§,"memory_used_mb":§,"memory_total_mb":§}"#,
        #""gpu":{"count":§,"gpus":[{"gpu_usage_percent":§,"power_draw":§,"power_limit":§}]}"#,
        #""network":{"bytes_received_per_second":§,"bytes_sent_per_second":§},"disk_io":{"bytes_read_per_second":§}"#,
        #""load_average":[§,§,§],"uptime_seconds":§,"system":{"processes":§,"boot_time":§}"#,
        #""top_processes":[{"pid":§,"name":"x","cpu_percent":§,"memory_bytes":§}]"#,
    ]

    /// Every other field at a time: a repeated key counts as its last value.
    @Test(arguments: numbers) func `No number traps or breaks a line`(_ number: String) throws {
        for remainder in [0, 1] {
            let fields = Self.fields.enumerated().filter { $0.offset % 2 == remainder }.map(\.element)
            let data = fields.joined(separator: ",").replacing("§", with: number)
            let alert = #"{"component":"cpu","metric":"m","value":\#(number),"threshold":\#(number)}"#
            let message = Array(#"{"type":"monitoring_data","data":{\#(data)},"alerts":[\#(alert)]}"#.utf8)
            _ = try MessageReader().read(message)
            #expect(HostileInput.problem(message) == nil)
        }
    }

    @Test(arguments: ["NaN", "Infinity", "-Infinity", "+1", ".5", "1.", "01", "0x10", "1e", "1_000", "--1"])
    func `What is no JSON number is refused`(_ number: String) {
        let message = Array(#"{"type":"monitoring_data","data":{"memory":{"percentage":\#(number)}}}"#.utf8)
        #expect(throws: MessageError.self) { try MessageReader().read(message) }
        #expect(HostileInput.problem(message) == nil)
    }

    @Test(arguments: [(300, 1), (1, 64), (4096, 256), (10_000, 1000), (0, 0)])
    func `Many cores and GPUs fit every screen`(_ cores: Int, _ gpus: Int) {
        let usage = (0..<cores).map { "\($0 % 130)" }.joined(separator: ",")
        let cards = (0..<gpus).map {
            #"{"name":"GPU \#($0)","gpu_usage_percent":\#($0),"memory_total":1,"memory_used":2}"#
        }
        let message = """
            {"type":"monitoring_data","data":{"processor":{"usage_percent":5,"per_core_usage":[\(usage)]},
            "gpu":{"count":\(gpus),"gpus":[\(cards.joined(separator: ","))]}}}
            """
        #expect(HostileInput.problem(Array(message.utf8)) == nil)
    }

    @Test(arguments: [
        "\"\"", "\"now\"", "\"2024-01-15T14:30:25\"", "\"2024-01-15 14:30:25.123456789012345\"",
        "\"2024-01-15T14:30:25+99:99\"", "\"9999999-13-45T99:99:99Z\"", "\"-1-1-1T1:1:1\"", "\"T\"", "\"12:00\"",
        "\"٢٠٢٤-٠١-١٥T١٤:٣٠:٢٥\"", "\"2024-01-15T14:30:25.\"", "\"0000-00-00T00:00:00\"", "1705329025", "1e999", "null",
        "[]", "{}", "true", "\"20240115T143025Z\"", "\"2024-02-30T25:61:61Z\"", "\":::::::::\"", "\"T::\"",
    ])
    func `Timestamps of any shape`(_ timestamp: String) throws {
        let message = Array(
            #"{"type":"monitoring_data","timestamp":\#(timestamp),"data":{"processor":{"usage_percent":5}}}"#.utf8)
        _ = try MessageReader().read(message)
        #expect(HostileInput.problem(message) == nil)
    }
}
