import DequeModule
import MonitoringFormatters
import MonitoringMessages
import MonitoringWebSocketClient
import Synchronization

/// The samples of `--history`: keeps the newest, and tells their least, mean and most.
final class SampleSummary: ClientEventHandler {
    private let limit: Int
    private let samples = Mutex(Deque<MonitoringSample>())

    /// - Parameter limit: Samples kept.
    init(limit: Int) {
        self.limit = limit
    }

    func take(_ event: ClientEvent) {
        guard case .message(let received, _) = event, case .monitoringData(let sample) = received.message else {
            return
        }
        samples.withLock { samples in
            if samples.count >= limit { samples.removeFirst() }
            samples.append(sample)
        }
    }

    /// A heading, and a line for each part that had a known percentage.
    var text: StyledText {
        let samples = samples.withLock { $0 }
        let parts: [(name: String, percent: (MonitoringSample) -> Double?)] = [
            ("CPU", { $0.processor?.usagePercent }),
            ("RAM", { $0.memory?.usagePercent }),
            ("Disk", { $0.disk?.usagePercent }),
            ("GPU", { $0.gpus.first?.usagePercent }),
        ]
        var lines = [StyledLine([StyledSpan("=== History of \(samples.count) samples ===", .title)])]
        for part in parts {
            let values = samples.compactMap(part.percent)
            guard let least = values.min(), let most = values.max() else { continue }
            let mean = values.reduce(0, +) / Double(values.count)
            lines.append(
                StyledLine([
                    StyledSpan("\(part.name): ", .label),
                    StyledSpan(
                        "least \(Figures.percent(least)), mean \(Figures.percent(mean)), most \(Figures.percent(most))",
                        .value),
                ]))
        }
        return StyledText(lines)
    }
}
