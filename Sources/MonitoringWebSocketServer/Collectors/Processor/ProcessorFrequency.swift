/// The processor's clock frequency.
struct ProcessorFrequency {
    /// Over all cores on average, in MHz.
    var currentMHz: Double?
    /// The highest that any core can reach, in MHz.
    var maximumMHz: Double?

    /// Reads cpufreq, and /proc/cpuinfo on a machine that has none.
    init(procRoot: String, sysRoot: String) {
        let cpufreq = sysRoot + "/devices/system/cpu/cpufreq"
        var current: [Double] = []
        for policy in SystemFiles.names(in: cpufreq, prefix: "policy") {
            let files = "\(cpufreq)/\(policy)/"
            if let kilohertz = SystemFiles.number(files + "scaling_cur_freq")
                ?? SystemFiles.number(files + "cpuinfo_cur_freq")
            {
                current.append(Double(kilohertz) / 1000)
            }
            if let kilohertz = SystemFiles.number(files + "cpuinfo_max_freq") {
                maximumMHz = max(maximumMHz ?? 0, Double(kilohertz) / 1000)
            }
        }
        currentMHz =
            current.isEmpty
            ? SystemFiles.read(procRoot + "/cpuinfo").flatMap { ProcessorInformation($0).frequencyMHz }
            : current.reduce(0) { $0 + $1 / Double(current.count) }
    }
}
