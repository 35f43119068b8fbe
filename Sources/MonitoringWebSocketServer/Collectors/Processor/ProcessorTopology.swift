/// What a processor is made of; it changes only when cores are taken off or brought in.
struct ProcessorTopology {
    /// Physical cores that are online; nil where the kernel does not tell.
    var physicalCores: Int?
    /// Name of the model; nil where the kernel does not tell, as on ARM.
    var modelName: String?

    /// Reads /sys, and /proc/cpuinfo for what is not there.
    init(procRoot: String, sysRoot: String, cores: [UInt64]) {
        let information = SystemFiles.read(procRoot + "/cpuinfo").map(ProcessorInformation.init)
        // Logical cores of one physical core name the same set of siblings.
        let siblings = cores.compactMap { core in
            let topology = "\(sysRoot)/devices/system/cpu/cpu\(core)/topology"
            return SystemFiles.text(topology + "/core_cpus_list")
                ?? SystemFiles.text(topology + "/thread_siblings_list")
        }
        modelName = information?.modelName
        physicalCores = siblings.isEmpty ? information?.physicalCores : Set(siblings).count
    }
}

/// What /proc/cpuinfo says.
struct ProcessorInformation {
    /// Name of the model.
    var modelName: String?
    /// Physical cores, told apart by their package and number; nil where the file has neither.
    var physicalCores: Int?
    /// Clock frequency over all cores on average, in MHz.
    var frequencyMHz: Double?

    init(_ text: ArraySlice<UInt8>) {
        var rest = text
        var package: UInt64 = 0
        var cores: Set<[UInt64]> = []
        var frequencies: [Double] = []
        while let line = rest.nextLine() {
            guard let (key, value) = line.split(at: ":").map({ ($0.before.trimmed, $0.after.trimmed) }) else {
                continue
            }
            switch key.text {
            case "model name": modelName = modelName ?? (value.isEmpty ? nil : value.text)
            case "physical id": package = value.number ?? 0
            case "core id": value.number.map { _ = cores.insert([package, $0]) }
            case "cpu MHz": value.decimal.map { frequencies.append($0) }
            default: break
            }
        }
        physicalCores = cores.isEmpty ? nil : cores.count
        frequencyMHz = frequencies.isEmpty ? nil : frequencies.reduce(0) { $0 + $1 / Double(frequencies.count) }
    }
}
