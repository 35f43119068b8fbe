/// Finds the processor's temperature sensors, and reads them.
struct ProcessorTemperature {
    private var sysRoot: String
    private var sensors: [String] = []

    /// Drivers of processors' sensors below /sys/class/hwmon.
    private static let drivers: Set<String> = ["coretemp", "k10temp", "zenpower", "cpu_thermal", "cpu-thermal"]
    /// Labels of the sensor that stands for the whole processor, the better first: AMD's Tctl may be raised
    /// artificially.
    private static let labels = ["Tdie", "Tctl", "Package id"]
    /// Beginnings of the types of zones below /sys/class/thermal, the better first.
    private static let zones = ["x86_pkg_temp", "cpu", "soc", "acpitz"]

    init(sysRoot: String) {
        self.sysRoot = sysRoot
    }

    /// The temperature of the hottest processor in °C; nil without a sensor that can be read.
    mutating func celsius() -> Double? {
        if let celsius = hottest() { return celsius }
        sensors = hwmonSensors()
        if sensors.isEmpty { sensors = thermalZones() }
        return hottest()
    }

    private func hottest() -> Double? {
        sensors.compactMap { SystemFiles.celsius($0) }.max()
    }

    /// One sensor of each processor.
    private func hwmonSensors() -> [String] {
        let hwmon = sysRoot + "/class/hwmon"
        return SystemFiles.names(in: hwmon, prefix: "hwmon").compactMap { name in
            let directory = "\(hwmon)/\(name)"
            guard let driver = SystemFiles.text(directory + "/name"), Self.drivers.contains(driver) else { return nil }
            let inputs = SystemFiles.names(in: directory, prefix: "temp").filter { $0.hasSuffix("_input") }
            let labelled = inputs.map { input in
                (input, label: SystemFiles.text("\(directory)/\(input.dropLast("input".count))label") ?? "")
            }
            let best = Self.labels.lazy.compactMap { wanted in labelled.first { $0.label.hasPrefix(wanted) }?.0 }.first
            return (best ?? inputs.first).map { "\(directory)/\($0)" }
        }
    }

    /// All zones of the best type there is.
    private func thermalZones() -> [String] {
        let thermal = sysRoot + "/class/thermal"
        let zones = SystemFiles.names(in: thermal, prefix: "thermal_zone").compactMap { name in
            SystemFiles.text("\(thermal)/\(name)/type").map { (path: "\(thermal)/\(name)/temp", type: $0) }
        }
        guard let best = Self.zones.first(where: { wanted in zones.contains { $0.type.hasPrefix(wanted) } }) else {
            return []
        }
        return zones.filter { $0.type.hasPrefix(best) }.map(\.path)
    }
}

extension SystemFiles {
    /// A file that holds thousandths of a °C; nil for what no sensor means, such as absolute zero or 65261 °C.
    static func celsius(_ path: String) -> Double? {
        decimal(path).map { $0 / 1000 }.flatMap { -100...250 ~= $0 ? $0 : nil }
    }
}
