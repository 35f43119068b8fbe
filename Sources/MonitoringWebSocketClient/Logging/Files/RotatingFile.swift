import Glibc
import MonitoringMessages
import Synchronization

/// Appends lines to a file that is put aside when it has its full size.
///
/// A batch of lines is written by one write(2) into one file, whoever else writes: threads, other objects like this one and
/// other processes share it line by line, and each follows when another puts it aside. A file that somebody moved or
/// deleted is made anew at the next line, its directory is not: that may be a disk that is not mounted.
///
/// A write that fails loses its lines and nothing else. The first failure is told, all lines are counted, and after
/// `retryInterval` the next line is tried. What was written of a line is cut off again.
package final class RotatingFile: Sendable {
    /// No more than one attempt to write in this time while it fails: a lost network disk may take long to say no.
    package static let retryInterval: Duration = .seconds(1)

    /// Times that a file is opened anew for one batch because others put it aside meanwhile: never reached unless the
    /// path leads to another file each time.
    private static let openingLimit = 1000

    private struct State {
        /// nil when it is to be opened.
        var lines: LineFile?
        var lostLines = 0
        /// When to write again after a failure (monotonic); nil while all is well.
        var writeAgainAt: Duration?
        /// When to put it aside after a failure (monotonic); nil while all is well.
        var rotateAgainAt: Duration?
        /// To be told once the state is given back.
        var problems: [LogFileError] = []
    }

    package let path: String
    private let rotation: LogRotation
    private let ownership: RegularFile.Ownership
    private let halfLine: LineFile.HalfLine
    private let clock: any ClientClock
    private let onFailure: @Sendable (LogFileError) -> Void
    private let state = Mutex(State())

    /// Opens or makes the file, and its directory.
    /// - Parameters:
    ///   - onFailure: called with the first failure since all was well, from where the line came.
    /// - Throws: `LogFileError.cannotWrite`.
    package convenience init(
        path: String, rotation: LogRotation = LogRotation(), clock: any ClientClock = SystemClock(),
        onFailure: @escaping @Sendable (LogFileError) -> Void
    ) throws(LogFileError) {
        try self.init(
            path: path, rotation: rotation, ownership: .shared, halfLine: .ended, clock: clock, onFailure: onFailure)
    }

    init(
        path: String, rotation: LogRotation, ownership: RegularFile.Ownership, halfLine: LineFile.HalfLine,
        clock: any ClientClock, onFailure: @escaping @Sendable (LogFileError) -> Void
    ) throws(LogFileError) {
        self.path = path
        self.rotation = rotation
        self.ownership = ownership
        self.halfLine = halfLine
        self.clock = clock
        self.onFailure = onFailure
        do {
            try Directory.make(for: path)
            let lines = try open()
            state.withLock { $0.lines = lines }
        } catch {
            throw .cannotWrite(path: path, detail: error.detail)
        }
    }

    /// Lines that are missing from the file because they could not be written.
    package var lostLines: Int { state.withLock { $0.lostLines } }

    /// Bytes of the file that is written now; 0 when it is not there.
    package var size: Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Appends one line or several that belong together. It waits for the disk.
    /// - Parameter lines: the last line break may be left out.
    /// - Returns: whether they were written.
    @discardableResult
    package func append(_ lines: String) -> Bool {
        var bytes = Array(lines.utf8)
        if bytes.last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
        let (isWritten, problems) = state.withLock { state in
            let isWritten = write(bytes, &state, now: clock.now().monotonic)
            defer { state.problems = [] }
            return (isWritten, state.problems)
        }
        for problem in problems { onFailure(problem) }
        return isWritten
    }

    private func write(_ bytes: [UInt8], _ state: inout State, now: Duration) -> Bool {
        let isAllowed = state.writeAgainAt.map { $0 <= now } ?? true
        do {
            if isAllowed {
                try write(bytes, to: &state, now: now)
                state.writeAgainAt = nil
                return true
            }
        } catch {
            if state.writeAgainAt == nil { state.problems.append(.cannotWrite(path: path, detail: error.detail)) }
            state.writeAgainAt = now + Self.retryInterval
        }
        state.lostLines += bytes.count { $0 == UInt8(ascii: "\n") }
        return false
    }

    private func write(_ bytes: [UInt8], to state: inout State, now: Duration) throws(RegularFile.Failure) {
        for _ in 0..<Self.openingLimit {
            if state.lines == nil { state.lines = try open() }
            guard var lines = state.lines else { continue }
            let file = lines.file
            try file.lock()
            defer { file.unlock() }
            // While this one waited, another may have put the file aside.
            guard try file.isAt(path) else {
                state.lines = nil
                continue
            }
            let size = try lines.size()
            if rotation.isDue(size: size, adding: bytes.count), rotate(&state, now: now) {
                state.lines = nil
                continue
            }
            defer { state.lines = lines }
            return try lines.append(bytes)
        }
        throw RegularFile.Failure(detail: "it is replaced all the time")
    }

    private func open() throws(RegularFile.Failure) -> LineFile {
        LineFile(try .appending(path, ownership), halfLine)
    }
}

// MARK: - Rotation

extension RotatingFile {
    /// Puts the file aside. All who write wait for its lock meanwhile, and its own name goes last, so that nobody makes a
    /// new one before the others have theirs.
    /// - Returns: whether it was put aside; the next attempt is in `retryInterval`.
    private func rotate(_ state: inout State, now: Duration) -> Bool {
        if let time = state.rotateAgainAt, time > now { return false }
        do {
            // Up to the first free name only: a rotation that fails again and again must push out no backup.
            let free = (1...rotation.backups).first { access(backup($0), F_OK) != 0 } ?? rotation.backups
            for number in stride(from: free, to: 1, by: -1) { try move(backup(number - 1), to: backup(number)) }
            try move(path, to: backup(1))
            state.rotateAgainAt = nil
            return true
        } catch {
            if state.rotateAgainAt == nil { state.problems.append(.cannotRotate(path: path, detail: error.detail)) }
            state.rotateAgainAt = now + Self.retryInterval
            return false
        }
    }

    private func backup(_ number: Int) -> String { "\(path).\(number)" }

    private func move(_ old: String, to new: String) throws(RegularFile.Failure) {
        guard rename(old, new) == 0 else { throw RegularFile.Failure() }
    }
}
