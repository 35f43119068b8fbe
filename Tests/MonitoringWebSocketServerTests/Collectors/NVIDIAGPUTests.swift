import MonitoringMessages
import Testing

@testable import MonitoringWebSocketServer

@Suite(.enabled(if: FakeNVML.hasCompiler, "no C compiler: NVIDIA's library is not tested"))
struct NVIDIAGPUTests {
    private static let first: MonitoringSample.GPU = {
        var gpu = MonitoringSample.GPU()
        gpu.name = "NVIDIA Test 0"
        gpu.driverVersion = "550.54.15"
        gpu.memoryTotalBytes = 85_899_345_920
        gpu.memoryFreeBytes = 64_424_509_440
        gpu.memoryUsedBytes = 21_474_836_480
        gpu.memoryPercent = 25
        gpu.usagePercent = 87
        gpu.temperatureCelsius = 61
        gpu.powerDrawWatts = 312.5
        gpu.powerLimitWatts = 400
        return gpu
    }()

    /// Supports nothing but its temperature.
    private static let second: MonitoringSample.GPU = {
        var gpu = MonitoringSample.GPU()
        gpu.name = "NVIDIA Test 1"
        gpu.driverVersion = "550.54.15"
        gpu.temperatureCelsius = 62
        return gpu
    }()

    /// Also a library so old that its functions have no `_v2`.
    @Test(arguments: ["NEW", "OLD"])
    func everyFigure(_ version: String) async throws {
        let library = try await FakeNVML(version)
        #expect(NVIDIAGPUs(libraryPath: library.path).read() == [Self.first, Self.second])
    }

    @Test func functionThatIsMissing() async throws {
        let library = try await FakeNVML("WITHOUT_POWER")
        var expected = Self.first
        expected.powerDrawWatts = nil
        #expect(NVIDIAGPUs(libraryPath: library.path).read() == [expected, Self.second])
    }

    @Test func gpuThatIsLostKeepsItsPlace() async throws {
        let library = try await FakeNVML()
        let gpus = NVIDIAGPUs(libraryPath: library.path)
        try library.setLost(true)
        var expected = [MonitoringSample.GPU(), MonitoringSample.GPU()]
        for index in expected.indices {
            expected[index].name = "NVIDIA Test \(index)"
            expected[index].driverVersion = "550.54.15"
        }
        #expect(gpus.read() == expected)
        try library.setLost(false)
        #expect(gpus.read() == [Self.first, Self.second])
    }

    @Test func gpuThatCannotBeOpened() async throws {
        let library = try await FakeNVML("SECOND_CANNOT_BE_OPENED")
        let gpus = NVIDIAGPUs(libraryPath: library.path).read()
        #expect(gpus.count == 2)
        #expect(gpus.first == Self.first)
        #expect(gpus.last?.name == nil)
        #expect(gpus.last?.temperatureCelsius == nil)
    }

    @Test func libraryWithoutDriver() async throws {
        #expect(NVIDIAGPUs(libraryPath: try await FakeNVML("NO_DRIVER").path).read().isEmpty)
    }

    @Test func isShutDownAtTheEnd() async throws {
        let library = try await FakeNVML()
        do {
            let gpus = NVIDIAGPUs(libraryPath: library.path)
            #expect(gpus.read().count == 2)
            #expect(!library.isShutDown)
        }
        #expect(library.isShutDown)
    }

    @Test func reachesTheSample() async throws {
        let library = try await FakeNVML()
        var configuration = try FixtureTree().configuration
        configuration.nvmlPath = library.path
        var collector = SystemCollector(configuration, at: moment(0))
        #expect(collector.collect(at: moment(1)).gpus == [Self.first, Self.second])
    }
}

@Suite struct WithoutNVIDIATests {
    /// Absent, no library at all, and one without any of the functions.
    @Test(arguments: ["/no/such/libnvidia-ml.so.1", "/etc/os-release", "libc.so.6"])
    func isNoError(_ path: String) {
        #expect(NVIDIAGPUs(libraryPath: path).read().isEmpty)
    }
}
