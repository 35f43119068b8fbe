import Foundation
import MonitoringMessages

@testable import MonitoringWebSocketServer

/// A tree of files in a temporary directory, gone with the last reference to it.
final class FixtureTree {
    /// The directory.
    let root: String

    /// Makes the tree; a path that ends in a slash is an empty directory.
    init(_ files: [String: String] = [:]) throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("collectors-\(UUID().uuidString)").path
        for (path, text) in files { try write(text, to: path) }
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: root)
    }

    /// Writes a file anew, and the directories above it.
    func write(_ text: String, to path: String) throws {
        try write(Data(text.utf8), to: path)
    }

    func write(_ data: Data, to path: String) throws {
        let url = URL(fileURLWithPath: root).appendingPathComponent(path)
        let directory = path.hasSuffix("/") ? url : url.deletingLastPathComponent()
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        if !path.hasSuffix("/") { try data.write(to: url) }
    }

    func remove(_ path: String) throws {
        try FileManager.default.removeItem(atPath: root + "/" + path)
    }

    /// Of a machine of which `proc`, `sys` and `os-release` are in this tree, and that has no NVIDIA library.
    var configuration: CollectorConfiguration {
        var configuration = CollectorConfiguration()
        configuration.procRoot = root + "/proc"
        configuration.sysRoot = root + "/sys"
        configuration.osReleasePath = root + "/os-release"
        configuration.nvmlPath = root + "/libnvidia-ml.so.1"
        return configuration
    }
}

/// The bytes of a text as the parsers take them.
func bytes(_ text: String) -> ArraySlice<UInt8> {
    Array(text.utf8)[...]
}

/// A moment that many seconds after an arbitrary one.
func moment(_ seconds: Double) -> Moment {
    Moment(monotonic: .seconds(seconds), wall: WallTime(nanosecondsSinceEpoch: Int64(seconds * 1e9)))
}
