import Foundation
import Testing

/// Running a program as an ordinary user, or where there is no network.
enum Confinement {
    private static let setpriv = URL(filePath: "/usr/bin/setpriv")
    private static let unshare = URL(filePath: "/usr/bin/unshare")
    private static let addresses = ["/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip"].first(where: isProgram)
    private static let nobody: (user: uid_t, group: gid_t)? = getpwnam("nobody").map {
        ($0.pointee.pw_uid, $0.pointee.pw_gid)
    }

    /// Whether this is root, so that it can be an ordinary user for once.
    static let canChangeUser = getuid() == 0 && nobody != nil && isProgram(setpriv.path)

    /// Whether there can be a network of nothing but a loopback interface.
    static let canLeaveNetwork: Bool = {
        guard isProgram(unshare.path), addresses != nil else { return false }
        let process = Process()
        process.executableURL = unshare
        process.arguments = Array(withoutNetwork(["/bin/true"]).dropFirst())
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    /// The command, run by an ordinary user without any rights.
    static func asNobody(_ command: [String]) -> [String] {
        [
            setpriv.path, "--reuid=\(nobody?.user ?? 65534)", "--regid=\(nobody?.group ?? 65534)", "--clear-groups",
            "--inh-caps=-all", "--bounding-set=-all", "--",
        ] + command
    }

    /// The command, run where there is no network but the loopback interface.
    static func withoutNetwork(_ command: [String]) -> [String] {
        // The user namespace makes it work for everyone whom the kernel lets.
        [
            unshare.path, "--map-root-user", "--net", "/bin/sh", "-c", #""$0" link set lo up && exec "$@""#,
            addresses ?? "ip",
        ] + command
    }

    private static func isProgram(_ path: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: path)
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips, with this line in the log, where the user cannot be changed.
    static var needsOtherUser: Self {
        .enabled(if: Confinement.canChangeUser, "running as an ordinary user needs root and setpriv")
    }

    /// Skips, with this line in the log, where no network namespace can be made.
    static var needsNetworkNamespace: Self {
        .enabled(
            if: Confinement.canLeaveNetwork, "running without a network needs unshare, ip, and a kernel that permits it"
        )
    }
}
