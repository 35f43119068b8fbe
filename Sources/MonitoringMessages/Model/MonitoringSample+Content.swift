extension MonitoringSample {
    /// All of a sample: half a kilobyte with thirty references, and handed on often.
    struct Content: Sendable, Hashable {
        var timestamp: String?
        var processor: Processor?
        var memory: Memory?
        var disk: Disk?
        var gpus: [GPU] = []
        var system: System?
        var alerts: [Alert] = []
        var disks: [Disk] = []
        var network: NetworkRates?
        var diskIO: DiskRates?
        var loadAverage: LoadAverage?
        var uptimeSeconds: Double?
        var topProcesses: [ProcessUsage] = []
    }

    /// Shared by the copies of a sample.
    ///
    /// `@unchecked Sendable`: a sample writes to it only while no other one refers to it.
    final class Storage: @unchecked Sendable, Hashable {
        var content: Content

        init(_ content: Content) {
            self.content = content
        }

        static func == (left: Storage, right: Storage) -> Bool {
            left === right || left.content == right.content
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(content)
        }
    }
}
