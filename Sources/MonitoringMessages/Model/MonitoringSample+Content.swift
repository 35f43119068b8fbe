extension MonitoringSample {
    /// All of a sample: half a kilobyte with thirty references, and handed on often.
    @usableFromInline
    struct Content: Sendable, Hashable {
        @usableFromInline var timestamp: String?
        @usableFromInline var processor: Processor?
        @usableFromInline var memory: Memory?
        @usableFromInline var disk: Disk?
        @usableFromInline var gpus: [GPU] = []
        @usableFromInline var system: System?
        @usableFromInline var alerts: [Alert] = []
        @usableFromInline var disks: [Disk] = []
        @usableFromInline var network: NetworkRates?
        @usableFromInline var diskIO: DiskRates?
        @usableFromInline var loadAverage: LoadAverage?
        @usableFromInline var uptimeSeconds: Double?
        @usableFromInline var topProcesses: [ProcessUsage] = []
    }

    /// Shared by the copies of a sample.
    ///
    /// `@unchecked Sendable`: a sample writes to it only while no other one refers to it.
    @usableFromInline
    final class Storage: @unchecked Sendable, Hashable {
        @usableFromInline var content: Content

        @usableFromInline
        init(_ content: Content) {
            self.content = content
        }

        @usableFromInline
        static func == (left: Storage, right: Storage) -> Bool {
            left === right || left.content == right.content
        }

        @usableFromInline
        func hash(into hasher: inout Hasher) {
            hasher.combine(content)
        }
    }
}
