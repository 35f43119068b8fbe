/// What /proc/[pid]/stat says of one process.
struct ProcessReading {
    /// Its number.
    var pid: UInt64
    /// The name of its program, at most 15 bytes, with whatever characters the program chose.
    var name: String
    /// Processor time used in clock ticks, in user and kernel mode.
    var ticks: UInt64
    /// When it started, in clock ticks since the system did: tells processes apart that have had one number.
    var startTicks: UInt64
    /// Pages of memory that it holds.
    var residentPages: UInt64

    /// From the file's text; nil when it is none such.
    init?(stat: ArraySlice<UInt8>) {
        // The name stands in parentheses and may contain blanks, line ends and parentheses itself: it ends at the last
        // one.
        guard let opening = stat.firstIndex(of: UInt8(ascii: "(")), let closing = stat.lastIndex(of: UInt8(ascii: ")")),
            opening < closing, let pid = stat[..<opening].trimmed.number
        else { return nil }
        var rest = stat[(closing + 1)...]
        for _ in 0..<11 where rest.nextWord() == nil { return nil }
        guard let user = rest.nextNumber(), let system = rest.nextNumber() else { return nil }
        // Children's times and priorities may be negative, so they are only passed over.
        for _ in 0..<6 where rest.nextWord() == nil { return nil }
        guard let start = rest.nextNumber(), rest.nextWord() != nil, let pages = rest.nextNumber() else { return nil }
        self.pid = pid
        name = stat[(opening + 1)..<closing].text
        ticks = user.addingReportingOverflow(system).partialValue
        startTicks = start
        residentPages = pages
    }

    /// All processes that can be read now; one that ends meanwhile is left out.
    static func all(procRoot: String) -> [ProcessReading] {
        var processes: [ProcessReading] = []
        SystemFiles.forEachName(in: procRoot) { name, directory in
            guard name.number != nil, let stat = SystemFiles.read(name.text + "/stat", in: directory),
                let process = ProcessReading(stat: stat)
            else { return }
            processes.append(process)
        }
        return processes
    }
}
