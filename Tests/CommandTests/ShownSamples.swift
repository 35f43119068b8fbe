import Foundation

/// What a client's output shows, one text for each sample, without the differences that are the two programs' layout.
enum ShownSamples {
    static func read(_ output: String, format: String) throws -> [String] {
        let lines = output.split(separator: "\n").map(String.init)
        return switch format {
        case "simple":
            lines.filter { $0.hasPrefix("CPU:") }.map { $0.replacing(" ", with: "") }
        case "compact":
            // The published client has a separator behind the time, and 2.0 GB where ours has 2.
            lines.filter { $0.hasPrefix("[") }.map {
                $0.replacing(" ", with: "").replacing("]│", with: "]").replacing(".0/", with: "/")
            }
        case "detailed":
            detailed(lines)
        default:
            try json(lines)
        }
    }

    /// The samples that are JSON over several lines; braces in the first column begin and end one.
    private static func json(_ lines: [String]) throws -> [String] {
        var samples: [String] = []
        var text = ""
        for line in lines {
            text += line
            guard line == "}" else { continue }
            if text.hasPrefix(#"{  "type": "monitoring_data""#) { samples.append(text) }
            text = ""
        }
        return try samples.map { sample in
            let value = try JSONSerialization.jsonObject(with: Data(sample.utf8))
            let sorted = try JSONSerialization.data(withJSONObject: value, options: .sortedKeys)
            return String(decoding: sorted, as: UTF8.self)
        }
    }

    /// The time, and usage and sizes of each part: what both programs show of a sample.
    private static func detailed(_ lines: [String]) -> [String] {
        var samples: [String] = []
        for line in lines {
            if line.contains("System Monitoring - ") || line.contains("Monitoring System - ") {
                samples.append(String(line.firstMatch(of: /\d\d:\d\d:\d\d/)?.output ?? "--:--:--"))
                continue
            }
            guard !samples.isEmpty else { continue }
            let text = line.drop { $0 == " " }
            if text.count == line.count {
                let part = parts.first { part in part.names.contains { line.contains($0) } }
                samples[samples.count - 1] += part.map { " " + $0.label } ?? ""
            } else if text.hasPrefix("Usage:") || text.hasPrefix("Used:") {
                let figures = text.replacing(/\[.*\]/, with: "").matches(of: /(\d+(?:\.\d+)?)(?: ([BKMT])B?\b)?/)
                samples[samples.count - 1] += figures.map { " \(figure($0.output.1, unit: $0.output.2))" }.joined()
            }
        }
        return samples
    }

    /// A percentage, or a size in GB as ours shows it: the published client goes over to smaller and larger units.
    private static func figure(_ text: Substring, unit: Substring?) -> Double {
        let gigabytes: [Substring: Double] = ["B": 0x1p-30, "K": 0x1p-20, "M": 0x1p-10, "T": 0x1p10]
        let value = (Double(text) ?? .nan) * (unit.flatMap { gigabytes[$0] } ?? 1)
        return (value * 10).rounded() / 10
    }

    /// The headings of ours and of the published client.
    private static let parts: [(label: String, names: [String])] = [
        (label: "CPU", names: ["Processor:", "CPU Information:"]), ("Memory", ["Memory:", "Memory Information:"]),
        ("Disk", ["Disk:", "Disk Information:"]), ("GPU", ["GPU:", "GPU Information:"]),
    ]
}
