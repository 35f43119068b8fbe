/// The means over the machines of a cluster that can be reached, each machine counting once.
public struct ClusterAverages: Sendable, Hashable {
    /// One machine as it stands: what it sent last, and whether its link is up.
    public struct Member: Sendable {
        /// The newest sample; nil before the first.
        public var sample: MonitoringSample?
        /// Whether its link is up. The figures of a machine that cannot be reached are not of the present and do not count.
        public var isUp: Bool

        /// A member from its parts.
        public init(sample: MonitoringSample?, isUp: Bool) {
            self.sample = sample
            self.isUp = isUp
        }
    }

    /// What counts of a sample, in percent; nil where it is unknown.
    package struct Figures: Sendable {
        package var cpu: Double?
        package var memory: Double?
        package var disk: Double?
        package var gpu: Double?

        package init(_ sample: MonitoringSample) {
            cpu = sample.processor?.usagePercent
            memory = sample.memory?.usagePercent
            disk = sample.disk?.usagePercent
            gpu = sample.busiestGPUPercent
        }
    }

    /// Mean processor usage in percent; nil when no machine tells it.
    public private(set) var cpuPercent: Double?
    /// Mean use of memory in percent; nil when no machine tells it.
    public private(set) var memoryPercent: Double?
    /// Mean use of the disk in percent; nil when no machine tells it.
    public private(set) var diskPercent: Double?
    /// Mean usage of each machine's busiest GPU in percent; nil when no machine tells it.
    public private(set) var gpuPercent: Double?
    /// Machines that are up and have sent a sample: those that the means are of.
    public private(set) var upCount = 0
    /// Machines that have sent a sample since the start.
    public private(set) var answeredCount = 0
    /// All machines.
    public private(set) var memberCount = 0

    /// The means over `members`.
    public init(_ members: some Sequence<Member>) {
        self.init(of: members.lazy.map { ($0.sample.map(Figures.init), $0.isUp) })
    }

    /// The means over machines as they stand: the figures of their newest samples, and whether their links are up.
    package init(of members: some Sequence<(figures: Figures?, isUp: Bool)>) {
        var cpu = Mean()
        var memory = Mean()
        var disk = Mean()
        var gpu = Mean()
        for member in members {
            memberCount += 1
            guard let figures = member.figures else { continue }
            answeredCount += 1
            guard member.isUp else { continue }
            upCount += 1
            cpu.add(figures.cpu)
            memory.add(figures.memory)
            disk.add(figures.disk)
            gpu.add(figures.gpu)
        }
        cpuPercent = cpu.value
        memoryPercent = memory.value
        diskPercent = disk.value
        gpuPercent = gpu.value
    }

    /// Whether every machine has sent a sample since the start.
    public var haveAllAnswered: Bool { memberCount > 0 && answeredCount == memberCount }

    private struct Mean {
        private var sum = 0.0
        private var count = 0.0

        var value: Double? { count > 0 ? sum / count : nil }

        mutating func add(_ percent: Double?) {
            guard let percent, percent.isFinite else { return }
            sum += percent
            count += 1
        }
    }
}

extension MonitoringSample {
    /// The usage of the busiest GPU in percent; nil when none is known.
    public var busiestGPUPercent: Double? { gpus.compactMap(\.usagePercent).max() }
}
