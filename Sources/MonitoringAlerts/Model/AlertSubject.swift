/// What an alert is about.
public enum AlertSubject: Sendable, Hashable {
    /// Usage of the processor over all cores, in percent.
    case cpu
    /// Main memory in use, in percent.
    case ram
    /// Use of one file system in percent, by where it is mounted; nil when the server does not say.
    case disk(path: String?)
    /// Usage of one graphics processor in percent, counted from 0 in the order sent.
    case gpu(index: Int)
    /// What only the server judges: a component's metric out of its `alerts[]`, in the server's words.
    case server(component: String?, metric: String?)
    /// The connection to the server. It has no value.
    case link
    /// Mean usage of the processors of all hosts that are up, in percent.
    case cluster

    /// Whether its value is a percentage.
    public var isPercentage: Bool {
        switch self {
        case .cpu, .ram, .disk, .gpu, .cluster: true
        case .server, .link: false
        }
    }

    /// Its kind as one word: the name in JSON.
    public var kind: String {
        switch self {
        case .cpu: "cpu"
        case .ram: "ram"
        case .disk: "disk"
        case .gpu: "gpu"
        case .server: "server"
        case .link: "link"
        case .cluster: "cluster"
        }
    }
}
