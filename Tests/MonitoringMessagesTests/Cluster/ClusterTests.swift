import MonitoringMessages
import Testing

@Suite struct ClusterTests {
    private static func member(
        cpu: Double? = nil, memory: Double? = nil, disk: Double? = nil, gpus: [Double?] = [], isUp: Bool = true
    ) -> ClusterAverages.Member {
        var sample = MonitoringSample()
        sample.processor = .init()
        sample.processor?.usagePercent = cpu
        sample.memory = .init()
        sample.memory?.usagePercent = memory
        sample.disk = .init()
        sample.disk?.usagePercent = disk
        sample.gpus = gpus.map { percent in
            var gpu = MonitoringSample.GPU()
            gpu.usagePercent = percent
            return gpu
        }
        return .init(sample: sample, isUp: isUp)
    }

    private static let silent = ClusterAverages.Member(sample: nil, isUp: true)

    struct Case: Sendable {
        var members: [ClusterAverages.Member]
        var means: [Double?]
        var counts: [Int]
        var haveAllAnswered: Bool
    }

    @Test(arguments: [
        Case(members: [], means: [nil, nil, nil, nil], counts: [0, 0, 0], haveAllAnswered: false),
        Case(members: [silent], means: [nil, nil, nil, nil], counts: [0, 0, 1], haveAllAnswered: false),
        Case(
            members: [member(cpu: 10, memory: 20, disk: 30, gpus: [5, 40]), member(cpu: 30, memory: 40, disk: 50)],
            means: [20, 30, 40, 40], counts: [2, 2, 2], haveAllAnswered: true),
        // What is unknown, or no number, is left out rather than counted as 0.
        Case(
            members: [member(cpu: 50, gpus: [nil]), member(), member(cpu: .nan, disk: .infinity)],
            means: [50, nil, nil, nil], counts: [3, 3, 3], haveAllAnswered: true),
        // One that is down has answered, and its old figures count no more.
        Case(
            members: [member(cpu: 90), member(cpu: 10, isUp: false)], means: [90, nil, nil, nil], counts: [1, 2, 2],
            haveAllAnswered: true),
        Case(
            members: [member(cpu: 90), silent], means: [90, nil, nil, nil], counts: [1, 1, 2], haveAllAnswered: false),
    ])
    func `Means are of the machines that are up and tell the figure`(_ given: Case) {
        let averages = ClusterAverages(given.members)
        #expect(
            [averages.cpuPercent, averages.memoryPercent, averages.diskPercent, averages.gpuPercent] == given.means)
        #expect([averages.upCount, averages.answeredCount, averages.memberCount] == given.counts)
        #expect(averages.haveAllAnswered == given.haveAllAnswered)
    }

    @Test func `A mean that is kept up is the mean made anew, whatever came before`() {
        var random = SeededGenerator(state: 8)
        var mean = ClusterMean()
        var shares = Array(repeating: ClusterMean.Share(), count: 20)
        for _ in 0..<5000 {
            let host = Int.random(in: shares.indices, using: &random)
            let old = shares[host]
            shares[host].hasAnswered = old.hasAnswered || Bool.random(using: &random)
            shares[host].isUp = Bool.random(using: &random)
            let percents = [nil, .nan, 1e300, -1e300, Double.random(in: 0...100, using: &random), 12.5]
            shares[host].percent = percents.randomElement(using: &random) ?? nil
            mean.replace(old, with: shares[host])
        }
        for host in shares.indices {
            var share = shares[host]
            share.hasAnswered = true
            share.isUp = host % 2 == 0
            share.percent = Double(host) + 0.1
            mean.replace(shares[host], with: share)
        }
        #expect(mean.answeredCount == 20)
        #expect(mean.upCount == 10)
        #expect(mean.percent == 9.1)
    }

    @Test func `The alert waits for all, is raised above 80 once and cleared well below once`() {
        var rule = ClusterAlertRule()
        func take(_ percents: Double...) -> ClusterAlertRule.Change? {
            rule.take(ClusterAverages(percents.map { Self.member(cpu: $0) }))
        }
        #expect(rule.take(ClusterAverages([Self.member(cpu: 99), Self.silent])) == nil)
        #expect(take(100, 60) == nil)
        #expect(take(100, 62) == .raised(cpuPercent: 81))
        #expect(take(100, 70) == nil)
        #expect(take(79, 79) == nil)
        #expect(take(81, 81) == nil)
        #expect(take(75, 75) == .cleared(cpuPercent: 75))
        #expect(take(79, 79) == nil)
        #expect(take(85, 79) == .raised(cpuPercent: 82))
    }

    @Test(arguments: [
        (#"{"type": "a"}"#, #"{"type": "a", "server": "web-1"}"#),
        (#"{}"#, #"{"server": "web-1"}"#),
        (" {\"a\": 1 } \n", #" {"a": 1 , "server": "web-1"}"#),
        // The last one counts, so a server cannot pass for another.
        (#"{"server": "db-1"}"#, #"{"server": "db-1", "server": "web-1"}"#),
        ("[1]", "[1]"), ("", ""), ("}", "}"), ("{", "{"),
    ])
    func `A member is added at the end of an object`(_ object: String, _ expected: String) {
        #expect(JSONText.adding("server", "web-1", to: object) == expected)
    }

    @Test func `A value is escaped`() {
        #expect(JSONText.adding("server", #"a"b\c"#, to: "{}") == #"{"server": "a\"b\\c"}"#)
    }
}
