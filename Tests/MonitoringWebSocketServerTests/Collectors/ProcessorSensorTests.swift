import Testing

@testable import MonitoringWebSocketServer

@Suite struct ProcessorSensorTests {
    private func topology(_ files: [String: String], cores: [UInt64]) throws -> ProcessorTopology {
        let tree = try FixtureTree(files)
        return ProcessorTopology(procRoot: tree.root + "/proc", sysRoot: tree.root + "/sys", cores: cores)
    }

    @Test func capturedMachine() throws {
        let topology = try topology(["proc/cpuinfo": CapturedMachine.cpuinfo], cores: [0, 1])
        #expect(topology.physicalCores == 2)
        #expect(topology.modelName == "AMD EPYC")
        #expect(ProcessorInformation(bytes(CapturedMachine.cpuinfo)).frequencyMHz == 2596.122)
    }

    @Test func hyperThreads() throws {
        let lists = ["core_cpus_list", "thread_siblings_list"]
        for list in lists {
            let files = Dictionary(
                uniqueKeysWithValues: (0..<64).map { core in
                    ("sys/devices/system/cpu/cpu\(core)/topology/\(list)", "\(core % 32),\(core % 32 + 32)\n")
                })
            #expect(try topology(files, cores: Array(0..<64)).physicalCores == 32)
            // With the second half taken off, each core is still one.
            #expect(try topology(files, cores: Array(0..<32)).physicalCores == 32)
        }
    }

    @Test func twoPackagesByCpuinfoAlone() throws {
        let cpuinfo = (0..<8).map { core in
            """
            processor\t: \(core)
            model name\t: Intel(R) Xeon(R) CPU: E5
            cpu MHz\t\t: \(1000 + core * 100).500
            physical id\t: \(core / 4)
            core id\t\t: \(core % 2)

            """
        }.joined(separator: "\n")
        let topology = try topology(["proc/cpuinfo": cpuinfo], cores: Array(0..<8))
        #expect(topology.physicalCores == 4)
        #expect(topology.modelName == "Intel(R) Xeon(R) CPU: E5")
        #expect(ProcessorInformation(bytes(cpuinfo)).frequencyMHz == 1350.5)
    }

    @Test func nothingIsUnknown() throws {
        let topology = try topology(["proc/cpuinfo": "processor\t: 0\nBogoMIPS\t: 48.00\n"], cores: [0])
        #expect(topology.physicalCores == nil)
        #expect(topology.modelName == nil)
        #expect(ProcessorInformation(bytes("cpu MHz : fast\n")).frequencyMHz == nil)
    }

    @Test func frequencyOfCpufreq() throws {
        let cpufreq = "sys/devices/system/cpu/cpufreq"
        let tree = try FixtureTree([
            "\(cpufreq)/policy0/scaling_cur_freq": "800000\n", "\(cpufreq)/policy0/cpuinfo_max_freq": "4700000\n",
            "\(cpufreq)/policy1/cpuinfo_cur_freq": "2400001\n", "\(cpufreq)/policy1/cpuinfo_max_freq": "3500000\n",
            "\(cpufreq)/policy2/scaling_cur_freq": "<unknown>\n", "proc/cpuinfo": CapturedMachine.cpuinfo,
        ])
        let frequency = ProcessorFrequency(procRoot: tree.root + "/proc", sysRoot: tree.root + "/sys")
        #expect(frequency.currentMHz == 1600.0005)
        #expect(frequency.maximumMHz == 4700)
    }

    @Test func frequencyWithoutCpufreq() throws {
        let tree = try FixtureTree(["proc/cpuinfo": CapturedMachine.cpuinfo])
        let frequency = ProcessorFrequency(procRoot: tree.root + "/proc", sysRoot: tree.root + "/sys")
        #expect(frequency.currentMHz == 2596.122)
        #expect(frequency.maximumMHz == nil)
    }

    static let temperatures: [(machine: String, files: [String: String], celsius: Double?)] = [
        ("none", [:], nil),
        (
            "Intel laptop",
            [
                "hwmon/hwmon0/name": "acpitz", "hwmon/hwmon0/temp1_input": "90000", "hwmon/hwmon1/name": "BAT0",
                "hwmon/hwmon2/name": "nvme", "hwmon/hwmon2/temp1_input": "80850", "hwmon/hwmon5/name": "coretemp\n",
                "hwmon/hwmon5/temp1_input": "54000\n", "hwmon/hwmon5/temp1_label": "Package id 0\n",
                "hwmon/hwmon5/temp2_input": "57000\n", "hwmon/hwmon5/temp2_label": "Core 0\n",
                "thermal/thermal_zone0/type": "acpitz", "thermal/thermal_zone0/temp": "27800",
            ], 54
        ),
        (
            "AMD desktop whose Tctl is raised",
            [
                "hwmon/hwmon3/name": "k10temp", "hwmon/hwmon3/temp1_input": "82125",
                "hwmon/hwmon3/temp1_label": "Tctl", "hwmon/hwmon3/temp2_input": "62125",
                "hwmon/hwmon3/temp2_label": "Tdie", "hwmon/hwmon4/name": "amdgpu", "hwmon/hwmon4/temp1_input": "99000",
            ], 62.125
        ),
        (
            "AMD laptop",
            [
                "hwmon/hwmon3/name": "k10temp", "hwmon/hwmon3/temp1_input": "45500",
                "hwmon/hwmon3/temp1_label": "Tctl", "hwmon/hwmon3/temp3_input": "70000",
                "hwmon/hwmon3/temp3_label": "Tccd1",
            ], 45.5
        ),
        (
            "two packages",
            [
                "hwmon/hwmon0/name": "coretemp", "hwmon/hwmon0/temp1_input": "41000",
                "hwmon/hwmon0/temp1_label": "Package id 0", "hwmon/hwmon1/name": "coretemp",
                "hwmon/hwmon1/temp1_input": "48000", "hwmon/hwmon1/temp1_label": "Package id 1",
            ], 48
        ),
        ("Raspberry Pi", ["hwmon/hwmon0/name": "cpu_thermal", "hwmon/hwmon0/temp1_input": "51121"], 51.121),
        (
            "zones only",
            [
                "thermal/thermal_zone0/type": "acpitz", "thermal/thermal_zone0/temp": "27800",
                "thermal/thermal_zone1/type": "pch_skylake", "thermal/thermal_zone1/temp": "70000",
                "thermal/thermal_zone2/type": "x86_pkg_temp", "thermal/thermal_zone2/temp": "44000",
            ], 44
        ),
        (
            "zones of clusters",
            [
                "thermal/thermal_zone0/type": "cpu0-thermal", "thermal/thermal_zone0/temp": "40000",
                "thermal/thermal_zone1/type": "cpu1-thermal", "thermal/thermal_zone1/temp": "43000",
                "thermal/thermal_zone2/type": "gpu-thermal", "thermal/thermal_zone2/temp": "60000",
            ], 43
        ),
        ("below zero", ["hwmon/hwmon0/name": "k10temp", "hwmon/hwmon0/temp1_input": "-5000"], -5),
        ("broken", ["hwmon/hwmon0/name": "k10temp", "hwmon/hwmon0/temp1_input": "65261850"], nil),
        ("no number", ["hwmon/hwmon0/name": "k10temp", "hwmon/hwmon0/temp1_input": "N/A"], nil),
    ]

    @Test(arguments: temperatures.indices)
    func temperature(_ index: Int) throws {
        let (machine, files, celsius) = Self.temperatures[index]
        let tree = try FixtureTree(Dictionary(uniqueKeysWithValues: files.map { ("class/\($0.key)", $0.value) }))
        var temperature = ProcessorTemperature(sysRoot: tree.root)
        #expect(temperature.celsius() == celsius, "\(machine)")
    }

    @Test func sensorThatMoves() throws {
        let tree = try FixtureTree(["class/hwmon/hwmon1/name": "coretemp", "class/hwmon/hwmon1/temp1_input": "40000"])
        var temperature = ProcessorTemperature(sysRoot: tree.root)
        #expect(temperature.celsius() == 40)
        try tree.remove("class/hwmon/hwmon1")
        #expect(temperature.celsius() == nil)
        try tree.write("k10temp", to: "class/hwmon/hwmon2/name")
        try tree.write("50000", to: "class/hwmon/hwmon2/temp1_input")
        #expect(temperature.celsius() == 50)
    }
}
