import MonitoringAlerts
import MonitoringMessages
import Testing

/// A disk or GPU that is gone from the samples while its alert is on.
@Suite struct AbsenceTests {
    /// What a sample says of the part in question.
    enum Said {
        case high, low
        /// It is there, and its usage is null.
        case unknown
        case absent
        /// No sample: the link was lost and made again.
        case linkLost
    }

    /// What is said from which second on, and what is told. The hold time is 3 s, an absence 10 s.
    static let rows: [(said: [(Int, Said)], told: [String])] = [
        ([(0, .high), (5, .absent)], ["3 raised", "15 gone"]),
        ([(0, .high), (5, .absent), (14, .high)], ["3 raised"]),
        ([(0, .high), (5, .absent), (12, .unknown), (13, .absent)], ["3 raised", "23 gone"]),
        ([(0, .high), (5, .absent), (12, .linkLost), (13, .absent)], ["3 raised", "23 gone"]),
        ([(0, .high), (5, .unknown)], ["3 raised"]),
        ([(0, .high), (5, .low), (7, .absent)], ["3 raised", "17 gone"]),
        ([(0, .high), (2, .absent), (3, .high)], ["6 raised"]),
        ([(0, .absent)], []),
        // The cool-down of 10 s counts after it, as after any end.
        ([(0, .high), (5, .absent), (16, .high)], ["3 raised", "15 gone", "25 raised"]),
    ]

    @Test(arguments: rows.indices, [AlertSubject.disk(path: "/data"), .gpu(index: 1)])
    func partsThatAreGone(_ row: Int, _ subject: AlertSubject) {
        let (said, told) = Self.rows[row]
        var rules = AlertRules.test
        rules.absence = .seconds(10)
        var script = AlertScript(rules)
        for second in 0..<30 {
            guard let now = said.last(where: { $0.0 <= second })?.1 else { continue }
            if now == .linkLost {
                script.link(second, .reconnecting)
                script.link(second, .connected)
            } else {
                script.sample(second) { Self.say(now, of: subject, &$0) }
            }
        }
        #expect(script.told == told.map { "\($0) \(AlertText.subject(subject))" })
    }

    private static func say(_ said: Said, of subject: AlertSubject, _ sample: inout MonitoringSample) {
        let percent: Double? = said == .high ? 99 : said == .low ? 5 : nil
        var (disk, gpu) = (MonitoringSample.Disk(), MonitoringSample.GPU())
        disk.path = "/"
        sample.disks = [disk]
        sample.gpus = [gpu]
        guard said != .absent else { return }
        disk.path = "/data"
        disk.usagePercent = percent
        gpu.usagePercent = percent
        if subject == .gpu(index: 1) { sample.gpus.append(gpu) } else { sample.disks.append(disk) }
    }

    @Test func itEndsWithItsOwnWord() throws {
        var script = AlertScript()
        for second in 0..<10 { script.sample(second) { Self.say(.high, of: .disk(path: "/data"), &$0) } }
        for second in 10..<100 { script.sample(second) { _ in } }
        let alert = try #require(script.machine.list.past.first)
        #expect(script.machine.list.active == [])
        // Since it was missing, and told a minute later.
        #expect(alert.end == AlertScript.moment(10))
        #expect(script.told.last == "70 gone Disk /data")
        #expect(AlertText.headline(.cleared(alert)) == "Disk /data gone on a")
        #expect(AlertJSON.text(.cleared(alert), now: .zero).contains(#""gone": true"#))
    }

    @Test func otherFiguresAreOnlyUnknown() {
        var script = AlertScript()
        for second in 0..<10 { script.cpu(second, 99) }
        for second in 10..<200 { script.sample(second) { _ in } }
        #expect(script.told == ["3 raised CPU"])
    }
}
