import MonitoringMessages

/// The NVIDIA GPUs of the machine.
struct NVIDIAGPUs {
    /// One GPU: its handle, and what does not change.
    private struct Entry {
        var device: NVMLLibrary.Device?
        var name: String?
    }

    private var library: NVMLLibrary?
    private var driverVersion: String?
    private var entries: [Entry] = []

    /// Loads the library and lists the GPUs; without a library there are none.
    init(libraryPath: String) {
        guard let library = NVMLLibrary(path: libraryPath) else { return }
        self.library = library
        driverVersion = library.driverVersion
        entries = library.devices.map { device in Entry(device: device, name: device.flatMap(library.name)) }
    }

    /// Reads each GPU. What one does not have or does not tell is nil; one that is lost keeps its place and its name.
    func read() -> [MonitoringSample.GPU] {
        entries.map { entry in
            var gpu = MonitoringSample.GPU()
            gpu.name = entry.name
            gpu.driverVersion = driverVersion
            guard let library, let device = entry.device else { return gpu }
            if let memory = library.memory(device) {
                gpu.memoryTotalBytes = memory.total
                gpu.memoryUsedBytes = memory.used
                gpu.memoryFreeBytes = memory.free
                gpu.memoryPercent = percentage(Double(memory.used), of: Double(memory.total))
            }
            gpu.usagePercent = library.utilization(device).map { Double($0.cores) }
            gpu.temperatureCelsius = library.temperature(device).map { Double($0) }
            gpu.powerDrawWatts = library.power(device).map { Double($0) / 1000 }
            gpu.powerLimitWatts = library.powerLimit(device).map { Double($0) / 1000 }
            return gpu
        }
    }
}
