import ArgumentParser
import Dashboard
import Foundation
import MonitoringFormatters
import MonitoringMessages

extension Benchmarks {
    struct Parts: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reading, each format, and the dashboard's frame, as multiples of reading a message.")

        func run() throws {
            let texts = SampleMessages.texts().map { Array($0.utf8) }
            let manyCores = SampleMessages.texts(cores: 256).map { Array($0.utf8) }
            let reader = MessageReader()
            let samples = try Self.samples(texts, reader)
            let manyCoreSamples = try Self.samples(manyCores, reader)
            var results: [(name: String, times: [Double])] = []
            for round in 0..<7 {
                var row: [(String, Double)] = []
                row.append(("reading", try Self.time(texts) { _ = try reader.read($0) }))
                row.append(("reading usages alone", try Self.time(texts) { _ = try reader.read($0, parts: .usages) }))
                row.append(("reading, 256 cores", try Self.time(manyCores) { _ = try reader.read($0) }))
                row.append(
                    (
                        "reading with Foundation's JSONSerialization",
                        try Self.time(texts) { _ = try JSONSerialization.jsonObject(with: Data($0)) }
                    ))
                for format in OutputFormat.allCases {
                    let formatter = format.formatter()
                    let writer = ANSIWriter(color: false)
                    row.append(
                        ("printing \(format)", Self.time(samples) { _ = formatter.printed($0, by: writer) }))
                }
                for (columns, rows) in [(80, 24), (120, 40), (200, 60)] {
                    let size = ScreenSize(columns: columns, rows: rows)
                    row.append(("the dashboard's frame, \(columns)×\(rows)", Self.frames(samples, size)))
                }
                let large = ScreenSize(columns: 120, rows: 40)
                row.append(("the dashboard's frame, 120×40, 256 cores", Self.frames(manyCoreSamples, large)))
                // The first round warms up.
                if round == 0 {
                    results = row.map { ($0.0, []) }
                } else {
                    for (index, entry) in row.enumerated() { results[index].times.append(entry.1) }
                }
            }
            let unit = Self.median(results.first?.times ?? [])
            for result in results {
                let median = Self.median(result.times) / unit
                let (least, most) = ((result.times.min() ?? 0) / unit, (result.times.max() ?? 0) / unit)
                print(
                    "\(Figures.decimal(median, places: 2)) (\(Figures.decimal(least, places: 2))–"
                        + "\(Figures.decimal(most, places: 2)))  \(result.name)")
            }
        }

        private static func samples(_ texts: [[UInt8]], _ reader: MessageReader) throws -> [ReceivedSample] {
            try texts.compactMap { text in
                let received = try reader.read(text)
                guard case .monitoringData(let sample) = received.message else { return nil }
                return ReceivedSample(moment: Self.moment(0), sample: sample, rawBytes: received.rawBytes)
            }
        }

        /// Seconds for one element, over some thousands.
        private static func time<Element>(
            _ elements: [Element], rounds: Int = 200, _ body: (Element) throws -> Void
        ) rethrows -> Double {
            let start = ContinuousClock.now
            for _ in 0..<rounds {
                for element in elements { try body(element) }
            }
            return (ContinuousClock.now - start) / .seconds(1) / Double(rounds * elements.count)
        }

        private static func frames(_ samples: [ReceivedSample], _ size: ScreenSize) -> Double {
            var status = ConnectionStatus(uri: "ws://127.0.0.1:8765")
            status.state = .connected
            var state = DashboardState(settings: DashboardSettings(), status: status, size: size, now: moment(0))
            var second: Int64 = 0
            return time(samples, rounds: 10) { sample in
                second += 1
                _ = state.reduce(.tick(moment(second)))
                var update = ClientUpdate(status: status, statistics: ConnectionStatistics())
                update.samples = [
                    ReceivedSample(moment: moment(second), sample: sample.sample, rawBytes: sample.rawBytes)
                ]
                _ = state.reduce(.update(update))
                _ = state.render(size: size)
            }
        }

        private static func moment(_ second: Int64) -> Moment {
            Moment(monotonic: .seconds(second), wall: WallTime(nanosecondsSinceEpoch: second * 1_000_000_000))
        }

        private static func median(_ values: [Double]) -> Double {
            let sorted = values.sorted()
            return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
        }
    }
}
