/// What one core, or all together, has spent its time on since the system started.
struct ProcessorTimes {
    /// Clock ticks in the order of proc_stat(5): user nice system idle iowait irq softirq steal. The two columns of
    /// guests that follow are left out, since user and nice contain them.
    private var ticks: SIMD8<UInt64>

    /// The numbers of a line; nil when there are not even the first four, which every kernel has.
    init?(_ numbers: ArraySlice<UInt8>) {
        var rest = numbers
        var count = 0
        ticks = .zero
        while count < ticks.scalarCount, let number = rest.nextNumber() {
            ticks[count] = number
            count += 1
        }
        if count < 4 { return nil }
    }

    /// The share of time at work since `earlier`, in percent with one decimal; nil when no time has passed.
    ///
    /// Waiting for a disk is no work. Time that the host gave to another guest (steal) counts as work: it was not to be
    /// had. A counter that ran backwards, as iowait does, counts as standing still.
    func usagePercent(since earlier: ProcessorTimes) -> Double? {
        let passed = (ticks &- earlier.ticks).replacing(with: 0, where: ticks .< earlier.ticks)
        let all = passed.indices.reduce(0) { $0 + Double(passed[$1]) }
        return percentage(all - Double(passed[3]) - Double(passed[4]), of: all)
    }
}

/// The processor lines of /proc/stat.
struct ProcessorReading {
    /// One core that is online.
    struct Core {
        var number: UInt64
        var times: ProcessorTimes
    }

    /// All cores together.
    var total: ProcessorTimes?
    /// Each core, in the file's order.
    var cores: [Core] = []

    /// What the file holds; what is no line of a core is passed over.
    init(stat: ArraySlice<UInt8>) {
        var rest = stat
        while let line = rest.nextLine(), let core = line.dropping(prefix: "cpu") {
            let number = core.prefix { $0 != UInt8(ascii: " ") }
            guard let times = ProcessorTimes(core[number.endIndex...]) else { continue }
            if number.isEmpty {
                total = times
            } else if let number = number.number {
                cores.append(Core(number: number, times: times))
            }
        }
    }
}
