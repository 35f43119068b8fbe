import MonitoringMessages

/// The AMD GPUs of the machine, by the files of the amdgpu driver below /sys/class/drm.
struct AMDGPUs {
    /// One GPU: where its files are, and what does not change.
    private struct Entry {
        var directory: String
        var hwmon: String?
        var name: String
    }

    private var entries: [Entry] = []
    private var driverVersion: String?

    /// Lists the GPUs: cards, not their connectors, of AMD's vendor number.
    init(sysRoot: String) {
        let drm = sysRoot + "/class/drm"
        for card in SystemFiles.names(in: drm, prefix: "card") where !card.contains("-") {
            let directory = "\(drm)/\(card)/device"
            guard SystemFiles.text(directory + "/vendor") == "0x1002" else { continue }
            let hwmon = SystemFiles.names(in: directory + "/hwmon", prefix: "hwmon").first
            let name =
                SystemFiles.text(directory + "/product_name")
                ?? SystemFiles.text(directory + "/device").map { "AMD GPU \($0)" }
            entries.append(
                Entry(
                    directory: directory + "/",
                    hwmon: hwmon.map { "\(directory)/hwmon/\($0)/" },
                    name: name ?? "AMD GPU"
                ))
        }
        // Only drivers that were installed apart from the kernel have one.
        driverVersion = SystemFiles.text(sysRoot + "/module/amdgpu/version")
    }

    /// Reads each GPU. What one does not have is nil.
    func read() -> [MonitoringSample.GPU] {
        entries.map { entry in
            var gpu = MonitoringSample.GPU()
            gpu.name = entry.name
            gpu.driverVersion = driverVersion
            gpu.usagePercent = SystemFiles.number(entry.directory + "gpu_busy_percent").map { Double($0) }
            gpu.memoryTotalBytes = SystemFiles.number(entry.directory + "mem_info_vram_total")
            gpu.memoryUsedBytes = SystemFiles.number(entry.directory + "mem_info_vram_used")
            if let total = gpu.memoryTotalBytes, let used = gpu.memoryUsedBytes {
                gpu.memoryFreeBytes = total - min(used, total)
                gpu.memoryPercent = percentage(Double(used), of: Double(total))
            }
            guard let hwmon = entry.hwmon else { return gpu }
            gpu.temperatureCelsius = SystemFiles.celsius(hwmon + "temp1_input")
            // Older chips average, newer ones give the present power; both in µW.
            let power = SystemFiles.number(hwmon + "power1_average") ?? SystemFiles.number(hwmon + "power1_input")
            gpu.powerDrawWatts = power.map { Double($0) / 1_000_000 }
            gpu.powerLimitWatts = SystemFiles.number(hwmon + "power1_cap").map { Double($0) / 1_000_000 }
            return gpu
        }
    }
}
