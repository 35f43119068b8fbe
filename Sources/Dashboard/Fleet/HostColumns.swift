import MonitoringFormatters

/// The columns of the table for a width: what matters most stays when the screen gets narrow.
struct HostColumns: Equatable {
    /// A part of a line, from left to right as the cases stand.
    enum Part: Int, CaseIterable {
        /// The highest figure with its name, where there is no room for all of them.
        case worst
        case state, cpu, memory, disk, gpu, age, link, lost, roundTrip

        var title: String {
            switch self {
            case .worst: "WORST"
            case .state: "STATE"
            case .cpu: "CPU"
            case .memory: "RAM"
            case .disk: "DISK"
            case .gpu: "GPU"
            case .age: "AGE"
            case .link: "LINK"
            case .lost: "LOST"
            case .roundTrip: "RTT"
            }
        }

        /// Columns without a bar.
        var width: Int {
            switch self {
            case .worst: 10
            case .state: 9
            case .cpu, .memory, .disk, .gpu: 6
            case .age, .link, .lost: 4
            case .roundTrip: 7
            }
        }

        var isFigure: Bool { Self.figures.contains(self) }

        static let figures: [Part] = [.cpu, .memory, .disk, .gpu]
    }

    /// The cursor and the state's sign, with a blank behind.
    static let signs = 3
    private static let shortestName = 6
    /// A name is cut to this before columns that matter less than it are left out.
    private static let usualName = 12
    private static let longestName = 24
    private static let longestBar = 12
    private static let usualBar = 5
    /// A bar with less tells nothing.
    private static let shortestBar = 3

    private(set) var name: Int
    private(set) var parts: [Part]
    /// Cells of a figure's bar, without the blank behind it.
    private(set) var bar: Int

    /// - Parameters:
    ///   - columns: of the table.
    ///   - longestName: columns of the longest name.
    init(columns: Int, longestName: Int) {
        let wanted = min(max(longestName, Self.shortestName), Self.longestName)
        var name = Self.shortestName
        var parts: [Part] = []
        var bar = 0
        var room = columns - Self.signs - name
        func add(_ part: Part) {
            guard part.width + 1 <= room else { return }
            parts.append(part)
            room -= part.width + 1
        }
        func widenName(to columns: Int) {
            let more = max(0, min(room, min(columns, wanted) - name))
            name += more
            room -= more
        }
        func widenBars(to cells: Int) {
            guard parts.contains(.cpu) else { return }
            // The first cell of a bar brings a blank along.
            let most = min(cells, bar + room / Part.figures.count - (bar == 0 ? 1 : 0))
            guard most >= Self.shortestBar, most > bar else { return }
            room -= Part.figures.count * (most - bar + (bar == 0 ? 1 : 0))
            bar = most
        }
        if Part.figures.reduce(0, { $0 + $1.width + 1 }) <= room { Part.figures.forEach(add) } else { add(.worst) }
        add(.age)
        widenName(to: Self.usualName)
        add(.link)
        widenBars(to: Self.usualBar)
        for part in [Part.state, .lost, .roundTrip] { add(part) }
        widenName(to: wanted)
        widenBars(to: Self.longestBar)
        self.name = max(0, min(name, columns - Self.signs))
        self.parts = parts.sorted { $0.rawValue < $1.rawValue }
        self.bar = bar
    }

    func width(_ part: Part) -> Int { part.width + (part.isFigure && bar > 0 ? bar + 1 : 0) }
}
