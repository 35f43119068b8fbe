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
    static let canChangeUser = getuid() == 0 && succeeds(asNobody(["/bin/true"]))

    /// Whether there can be a network of nothing but a loopback interface.
    static let canLeaveNetwork = addresses != nil && succeeds(withoutNetwork(["/bin/true"]))

    /// Whether there can be a file system of a test's own.
    static let canMount = succeeds(
        withMounts(["/bin/mount", "-t", "tmpfs", "none", FileManager.default.temporaryDirectory.path]))

    /// Whether an ordinary user needs rights for the ports up to 1023; in most containers none does.
    static let hasPrivilegedPorts: Bool = {
        let file = "/proc/sys/net/ipv4/ip_unprivileged_port_start"
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return false }
        return Int(text.trimmingCharacters(in: .whitespacesAndNewlines)) == 1024
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

    /// The command, run where nobody else sees what it mounts.
    static func withMounts(_ command: [String]) -> [String] {
        [unshare.path, "--map-root-user", "--mount"] + command
    }

    private static func isProgram(_ path: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: path)
    }

    private static func succeeds(_ command: [String]) -> Bool {
        let null = FileHandle.nullDevice
        let child = try? ChildProcess(
            URL(filePath: command[0]), Array(command.dropFirst()), environment: nil, output: null, error: null)
        return child?.wait() == 0
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

    /// Skips, with this line in the log, where nothing can be mounted.
    static var needsMounts: Self {
        .enabled(if: Confinement.canMount, "a small disk needs unshare, mount, and a kernel that permits them")
    }

    /// Skips, with this line in the log, where every user has every port.
    static var needsPrivilegedPorts: Self {
        .enabled(
            if: Confinement.hasPrivilegedPorts, "net.ipv4.ip_unprivileged_port_start lets everyone have every port")
    }
}
