import MonitoringMessages

/// What a host's place in the table depends on.
struct HostPlace {
    let host: Int
    /// nil where what the table is sorted by is unknown.
    private let key: Key?

    init(_ line: HostLine, host: Int, by column: FleetColumn) {
        self.host = host
        key = Key(line, column)
    }

    /// What is unknown comes last, whatever the direction; equal lines stand in the order of the hosts.
    func isBefore(_ other: HostPlace, inverted: Bool) -> Bool {
        switch (key, other.key) {
        case (nil, nil): host < other.host
        case (nil, _): false
        case (_, nil): true
        case (let one?, let more?): one == more ? host < other.host : (one < more) != inverted
        }
    }

    /// What a column is sorted by, the first line's being the least.
    private enum Key: Equatable {
        case text(String)
        case numbers(Double, Double)

        /// Figures come highest first, the link's quality lowest first.
        init?(_ line: HostLine, _ column: FleetColumn) {
            func highest(_ figure: Double?) -> Key? { figure.map { .numbers(-$0, 0) } }
            let key: Key? =
                switch column {
                case .worst: .numbers(Double(line.severity), -(line.worst?.percent ?? 0))
                case .name: .text(line.name.lowercased())
                case .cpu: highest(line.cpu)
                case .memory: highest(line.memory)
                case .disk: highest(line.disk)
                case .gpu: highest(line.gpu)
                case .age: highest(line.age.map { $0 / .seconds(1) })
                case .link: line.linkShare.map { .numbers($0, -Double(line.disconnections)) }
                }
            guard let key else { return nil }
            self = key
        }

        static func < (left: Key, right: Key) -> Bool {
            switch (left, right) {
            case (.text(let one), .text(let other)): one < other
            case (.numbers(let one, let more), .numbers(let other, let most)): (one, more) < (other, most)
            case (.text, .numbers), (.numbers, .text): false
            }
        }
    }
}

extension HostLine {
    /// The lower, the worse: no link, a link without fresh data, and then figures.
    fileprivate var severity: Int {
        switch status.state {
        case .error, .disconnected: 0
        case .reconnecting: 1
        case .connecting: 2
        case .connected: isStale ? 3 : 4
        }
    }
}
