import MonitoringMessages
import Testing

@Suite struct CaptureTests {
    @Test func publishedSample() throws {
        let sample = try readSample(Captures.monitoringData)
        #expect(sample.timestamp == "2026-11-21T06:17:36.527523")

        var memory = MonitoringSample.Memory()
        memory.totalBytes = 25_276_514_304
        memory.availableBytes = 24_999_653_376
        memory.usedBytes = 276_860_928
        memory.usagePercent = 1.1
        #expect(sample.memory == memory)

        var processor = MonitoringSample.Processor()
        processor.usagePercent = 0
        processor.coreCount = 2
        processor.logicalCount = 2
        processor.frequencyMHz = 2700
        processor.maximumFrequencyMHz = 0
        processor.perCoreUsagePercent = [0, 0]
        #expect(sample.processor == processor)

        var disk = MonitoringSample.Disk()
        disk.totalBytes = 270_553_174_016
        disk.usedBytes = 15_665_623_040
        disk.freeBytes = 85_777_563_648
        disk.usagePercent = 15.4
        disk.path = "/"
        #expect(sample.disk == disk)

        var system = MonitoringSample.System()
        system.osName = "Linux"
        system.osVersion = "#1 SMP PREEMPT_DYNAMIC @0"
        system.osRelease = "6.18.44-fc-v595"
        system.architecture = "x86_64"
        system.platform = "Linux-6.18.44-fc-v595-x86_64-with-glibc2.36"
        system.machine = "x86_64"
        system.processor = ""
        system.pythonVersion = "3.11.7"
        system.hostname = "vm"
        #expect(sample.system == system)

        #expect(sample.gpus.isEmpty)
        #expect(sample.alerts.isEmpty)
    }

    @Test func documentedSample() throws {
        let sample = try readSample(ManualExamples.monitoringData)
        #expect(sample.timestamp == "2025-01-03T14:30:25.123456")

        var processor = MonitoringSample.Processor()
        processor.usagePercent = 45.2
        processor.temperatureCelsius = 65
        processor.frequencyMHz = 2400
        #expect(sample.processor == processor)

        var memory = MonitoringSample.Memory()
        memory.usagePercent = 62.8
        memory.usedBytes = 8_804_682_957  // 8.2 × 2^30 = 8804682956.8
        memory.totalBytes = 14_066_017_894  // 13.1 × 2^30 = 14066017894.4
        memory.availableBytes = 5_261_334_938  // 4.9 × 2^30 = 5261334937.6
        #expect(sample.memory == memory)

        var disk = MonitoringSample.Disk()
        disk.usagePercent = 28.5
        disk.usedBytes = 153_008_209_920
        disk.totalBytes = 536_870_912_000
        disk.freeBytes = 383_862_702_080
        #expect(sample.disk == disk)

        var gpu = MonitoringSample.GPU()
        gpu.usagePercent = 15
        gpu.memoryPercent = 45
        gpu.temperatureCelsius = 52
        gpu.memoryUsedBytes = 2_147_483_648
        gpu.memoryTotalBytes = 4_294_967_296
        #expect(sample.gpus == [gpu])
        #expect(sample.system == nil)
    }

    @Test(arguments: [
        (Captures.connection, ServerMessage.connection(status: "connected", message: "Connected to monitoring server")),
        (ManualExamples.connection, .connection(status: nil, message: "Connection established successfully")),
        (Captures.error, .error(message: "Invalid message", severity: nil)),
        (ManualExamples.error, .error(message: "CPU data collection error", severity: "warning")),
        (Captures.pong, .pong),
        (Captures.status, .status(connectedClients: 1, monitoringActive: true)),
        (#"{"type":"ping"}"#, .ping),
        (#"{"type":"custom_event","data":{"memory":{}}}"#, .other(type: "custom_event")),
        (#"{"type":""}"#, .other(type: "")),
        // Whatever is unknown in a message of a known type leaves it of that type.
        (
            #"{"type":"status","connected_clients":"1","monitoring_active":1}"#,
            .status(connectedClients: nil, monitoringActive: nil)
        ),
        (#"{"type":"status","connected_clients":-1}"#, .status(connectedClients: nil, monitoringActive: nil)),
        (#"{"type":"connection"}"#, .connection(status: nil, message: "")),
        (#"{"type":"error","message":null,"error":"disk"}"#, .error(message: "disk", severity: nil)),
        (#"{"type":"error_message","message":"a","error":"b"}"#, .error(message: "a", severity: nil)),
        (#"{"type":"monitoring_data"}"#, .monitoringData(MonitoringSample())),
        (#"{"type":"monitoring_data","data":[1]}"#, .monitoringData(MonitoringSample())),
        // A repeated key counts as its last value; an escaped key is the same key.
        (#"{"type":"ping","type":"pong"}"#, .pong),
        (#"{"\u0074ype":"\u0070ing"}"#, .ping),
    ])
    func message(_ text: String, _ expected: ServerMessage) throws {
        #expect(try read(text).message == expected)
    }

    @Test(arguments: Captures.all + [ManualExamples.monitoringData, ManualExamples.connection, ManualExamples.error])
    func rawTextIsKept(_ text: String) throws {
        #expect(try read(text).raw == text)
        #expect(try MessageReader().read(Array("[\(text)]".utf8)[1...].dropLast()) == read(text))
    }

    @Test func timestampIsKeptAsSent() throws {
        #expect(try read(Captures.pong).timestamp == "2026-11-21T06:17:36.528456")
        #expect(try read(Captures.error).timestamp == nil)
        #expect(try read(#"{"type":"pong","timestamp":12}"#).timestamp == nil)
    }

    @Test func oneReaderReadsAllAndGoesOnAfterErrors() throws {
        let reader = MessageReader()
        let expected = try readSample(Captures.monitoringData)
        let large = #"{"type":"large","text":"\#(String(repeating: "x", count: 3 << 20))"}"#
        for text in ["", "{", Captures.connection, large, #"{"type":"#, "[[[", Captures.pong] {
            _ = try? reader.read(Array(text.utf8))
            #expect(try reader.read(Array(Captures.monitoringData.utf8)).message == .monitoringData(expected))
        }
    }
}
