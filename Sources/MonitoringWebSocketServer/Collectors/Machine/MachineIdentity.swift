import Glibc
import MonitoringMessages

/// What does not change while the system runs.
enum MachineIdentity {
    /// The section of a sample, from uname(2), os-release(5) and the model of the processor.
    static func section(
        osReleasePath: String, processorModel: String?, bootTime: String?
    ) -> MonitoringSample.System {
        var system = MonitoringSample.System()
        var names = utsname()
        if uname(&names) == 0 {
            let sysname = text(&names.sysname)
            let release = text(&names.release)
            let machine = text(&names.machine)
            system.osName = sysname
            system.osVersion = text(&names.version)
            system.osRelease = release
            system.architecture = machine
            system.machine = machine
            system.hostname = text(&names.nodename)
            // As the published server words it.
            system.platform = "\(sysname)-\(release)-\(machine)" + (cLibrary.map { "-with-\($0)" } ?? "")
        }
        system.processor = processorModel
        system.distribution = SystemFiles.read(osReleasePath).flatMap(distribution)
        system.bootTime = bootTime
        return system
    }

    /// Name and version of the C library, such as "glibc2.36".
    private static var cLibrary: String? {
        var buffer = [CChar](repeating: 0, count: 64)
        guard confstr(Int32(_CS_GNU_LIBC_VERSION), &buffer, buffer.count) > 0 else { return nil }
        return text(&buffer).filter { $0 != " " }
    }

    /// Name and version out of os-release(5): shell assignments, the value quoted or not.
    static func distribution(_ osRelease: ArraySlice<UInt8>) -> String? {
        var rest = osRelease
        while let line = rest.nextLine() {
            guard var value = line.dropping(prefix: "PRETTY_NAME=")?.trimmed else { continue }
            if value.count > 1, let quote = value.first, value.last == quote,
                [UInt8(ascii: "\""), 0x27].contains(quote)
            {
                value = value.dropFirst().dropLast()
            }
            return value.isEmpty ? nil : value.text
        }
        return nil
    }

    /// Local time at which the system started, out of /proc/stat.
    static func bootTime(stat: ArraySlice<UInt8>, utcOffsetSeconds: Int32) -> String? {
        var rest = stat
        while let line = rest.nextLine() {
            guard let value = line.dropping(prefix: "btime ") else { continue }
            let seconds = value.trimmed.number.flatMap(Int64.init(exactly:))?.multipliedReportingOverflow(
                by: 1_000_000_000)
            guard let seconds, !seconds.overflow else { return nil }
            return WallTime(nanosecondsSinceEpoch: seconds.partialValue, utcOffsetSeconds: utcOffsetSeconds)
                .localTimestamp
        }
        return nil
    }

    private static func text(_ characters: inout [CChar]) -> String {
        characters.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    private static func text<Characters>(_ characters: inout Characters) -> String {
        withUnsafeBytes(of: &characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
