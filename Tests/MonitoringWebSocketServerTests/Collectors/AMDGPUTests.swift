import MonitoringMessages
import Testing

@testable import MonitoringWebSocketServer

@Suite struct AMDGPUTests {
    private static let card = "class/drm/card1/device"

    /// A desktop with a Radeon beside an Intel GPU, connectors and a render node.
    private static let desktop = [
        "class/drm/card0/device/vendor": "0x8086\n", "class/drm/card0/device/gpu_busy_percent": "99",
        "class/drm/card1-DP-1/device/vendor": "0x1002\n", "class/drm/renderD128/device/vendor": "0x1002\n",
        "\(card)/vendor": "0x1002\n", "\(card)/device": "0x73bf\n", "\(card)/gpu_busy_percent": "37\n",
        "\(card)/mem_info_vram_total": "17163091968\n", "\(card)/mem_info_vram_used": "1716309196\n",
        "\(card)/hwmon/hwmon4/name": "amdgpu\n", "\(card)/hwmon/hwmon4/temp1_input": "51000\n",
        "\(card)/hwmon/hwmon4/power1_average": "42500000\n", "\(card)/hwmon/hwmon4/power1_cap": "255000000\n",
    ]

    @Test func desktop() throws {
        let tree = try FixtureTree(Self.desktop)
        let gpus = AMDGPUs(sysRoot: tree.root).read()
        var expected = MonitoringSample.GPU()
        expected.name = "AMD GPU 0x73bf"
        expected.usagePercent = 37
        expected.memoryTotalBytes = 17_163_091_968
        expected.memoryUsedBytes = 1_716_309_196
        expected.memoryFreeBytes = 15_446_782_772
        expected.memoryPercent = 10
        expected.temperatureCelsius = 51
        expected.powerDrawWatts = 42.5
        expected.powerLimitWatts = 255
        #expect(gpus == [expected])
    }

    @Test func newerNamesOfFiles() throws {
        let tree = try FixtureTree(Self.desktop)
        try tree.remove("\(Self.card)/hwmon/hwmon4/power1_average")
        try tree.write("9000000", to: "\(Self.card)/hwmon/hwmon4/power1_input")
        try tree.write("AMD Instinct MI210\n", to: "\(Self.card)/product_name")
        try tree.write("6.7.0\n", to: "module/amdgpu/version")
        let gpu = try #require(AMDGPUs(sysRoot: tree.root).read().first)
        #expect(gpu.powerDrawWatts == 9)
        #expect(gpu.name == "AMD Instinct MI210")
        #expect(gpu.driverVersion == "6.7.0")
    }

    /// A laptop's chip without sensors, and one that goes away.
    @Test func whatIsNotThereIsUnknown() throws {
        let tree = try FixtureTree(["\(Self.card)/vendor": "0x1002", "\(Self.card)/gpu_busy_percent": "busy"])
        let gpus = AMDGPUs(sysRoot: tree.root)
        var expected = MonitoringSample.GPU()
        expected.name = "AMD GPU"
        #expect(gpus.read() == [expected])
        try tree.remove("class")
        #expect(gpus.read() == [expected])
    }

    @Test func none() throws {
        #expect(AMDGPUs(sysRoot: try FixtureTree().root).read().isEmpty)
    }

    @Test func moreUsedThanThereIs() throws {
        let tree = try FixtureTree([
            "\(Self.card)/vendor": "0x1002", "\(Self.card)/mem_info_vram_total": "10",
            "\(Self.card)/mem_info_vram_used": "20",
        ])
        #expect(AMDGPUs(sysRoot: tree.root).read().first?.memoryFreeBytes == 0)
    }
}
