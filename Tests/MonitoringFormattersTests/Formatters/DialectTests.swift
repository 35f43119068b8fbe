import MonitoringFormatters
import MonitoringMessages
import Testing

/// From the bytes of a message to the lines, in both dialects.
@Suite struct DialectTests {
    static let documented =
        #"{"timestamp": "2024-01-15T14:30:25.123456", "type": "monitoring_data", "data": {"#
        + #""processor": {"usage_percent": 45.2, "temperature": 65.0}, "#
        + #""memory": {"usage_percent": 62.8, "used_gb": 8.2, "total_gb": 13.1}, "#
        + #""disk": {"usage_percent": 28.5, "used_gb": 142.5, "total_gb": 500.0}, "#
        + #""gpu": {"usage_percent": 15.0, "memory_percent": 45.0, "temperature": 52.0}}}"#

    static let published =
        #"{"type": "monitoring_data", "timestamp": "2024-01-15T14:30:25.123456", "data": {"#
        + #""memory": {"total": 14066017894, "available": 5261334937, "used": 8804682956, "percentage": 62.8}, "#
        + #""processor": {"usage_percent": 45.2, "core_count": 2}, "#
        + #""disk": {"total": 536870912000, "used": 153008209920, "percentage": 28.5, "path": "/"}, "#
        + #""gpu": {"name": "Test GPU", "memory_percentage": 45.0, "gpu_usage_percent": 15.0}}}"#

    /// The published server's capture.
    static let capture =
        #"{"type": "monitoring_data", "timestamp": "2026-11-21T06:17:36.527523", "#
        + #""data": {"memory": {"total": 25276514304, "#
        + #""available": 24999653376, "used": 276860928, "percentage": 1.1}, "processor": {"usage_percent": 0.0, "#
        + #""core_count": 2, "logical_count": 2, "frequency_current": 2700.0, "frequency_max": 0.0, "#
        + #""per_core_usage": [0.0, 0.0]}, "disk": {"total": 270553174016, "used": 15665623040, "free": 85777563648, "#
        + #""percentage": 15.4, "path": "/"}}}"#

    @Test(arguments: [Self.documented, Self.published]) func valuesOfTheDesign(raw: String) throws {
        #expect(try plain(raw, .simple) == "CPU: 45.2% | RAM: 62.8% | Disk: 28.5% | GPU: 15.0%")
        #expect(try plain(raw, .compact) == "[14:30:25] CPU:45% │ RAM:63%(8.2/13G) │ DSK:29% │ GPU:15%/45%")
        #expect(try plain(raw, .detailed) == DetailedFormatterTests.documented)
    }

    @Test func valuesOfTheCapture() throws {
        #expect(try plain(Self.capture, .simple) == "CPU: 0.0% | RAM: 1.1% | Disk: 15.4%")
        #expect(try plain(Self.capture, .compact) == "[06:17:36] CPU:0% │ RAM:1%(0.3/24G) │ DSK:15%")
    }

    @Test(arguments: [Self.documented, Self.published, Self.capture]) func jsonAsReceived(raw: String) throws {
        #expect(try plain(raw, .jsonl) == raw)
        let pretty = try plain(raw, .json)
        // Layout adds white space and nothing else; these messages have none inside their strings.
        #expect(pretty.filter { !$0.isWhitespace } == raw.filter { !$0.isWhitespace })
        #expect(pretty.hasPrefix("{\n  \"") && pretty.contains("\n    \"processor\": {\n      \"usage_percent\": "))
    }

    private func plain(_ raw: String, _ format: OutputFormat) throws -> String {
        let message = try MessageReader().read(Array(raw.utf8))
        guard case .monitoringData(let sample) = message.message else {
            Issue.record("not read as monitoring data: \(message)")
            return ""
        }
        return format.formatter().format(Samples.received(sample, raw: message.raw)).plain
    }
}
