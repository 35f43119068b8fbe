import CTerminalSignals
package import Dashboard
import Dispatch
import Glibc

/// The terminal while the process has it to itself: frames out, events in.
///
/// On the main actor, because ncurses is not thread-safe, and the main queue is where dispatch delivers input and
/// signals without another thread.
@MainActor
package final class TerminalScreen {
    private enum State {
        case open
        /// The other end has gone; reading and writing do nothing.
        case hungUp
        /// Out of the scope; ncurses has ended.
        case closed
    }

    /// Taken from the terminal in one go; a larger paste lets other work in between.
    private static let inputBatch = 256

    /// What comes from the terminal and from the system, in order. For one consumer.
    package let events: AsyncStream<TerminalEvent>
    /// What the terminal can show.
    package let capabilities: TerminalCapabilities
    /// The terminal's size in cells.
    package private(set) var size: ScreenSize

    private let queue = EventQueue()
    private let session: CursesSession
    private let savedSettings: termios
    private let signals: TerminalSignals
    private let input: any DispatchSourceRead
    private var state = State.open
    private var lastFrame: Frame?

    /// Makes sure that the process's terminal can show a full screen, and touches nothing.
    ///
    /// - Throws: `TerminalError`, which says what is missing.
    package static func check() throws(TerminalError) {
        try CursesSession.check(terminal: try TerminalDevice.check())
    }

    /// Runs `body` with the whole screen, and gives the terminal back as it was, however `body` ends; also when a fatal
    /// signal ends the process. What is written to standard error meanwhile appears afterwards.
    ///
    /// - Throws: `TerminalError`, before anything was touched; or what `body` throws.
    package static func withScreen<Result: Sendable>(
        options: TerminalOptions = TerminalOptions(),
        _ body: @MainActor (TerminalScreen) async throws -> Result
    ) async throws -> Result {
        let screen = try TerminalScreen(options: options)
        defer { screen.close() }
        return try await body(screen)
    }

    private init(options: TerminalOptions) throws(TerminalError) {
        let name = try TerminalDevice.check()
        guard let settings = TerminalDevice.settings() else {
            throw .setupFailed(reason: "its settings cannot be read: \(String(cString: strerror(errno)))")
        }
        savedSettings = settings
        size = TerminalDevice.size()
        events = AsyncStream { [queue] in await queue.next() }
        // Before `newterm`, which takes the signals that no one has taken.
        signals = try TerminalSignals()
        do {
            session = try CursesSession(terminal: name, options: options, size: size)
        } catch {
            signals.giveBack()
            throw error
        }
        capabilities = session.capabilities
        input = DispatchSource.makeReadSource(fileDescriptor: STDIN_FILENO, queue: .main)
        cterminal_errors_divert()
        armCrashHandler()
        signals.deliver { [weak self] in self?.receive($0) }
        input.setEventHandler { [weak self] in
            MainActor.assumeIsolated { self?.readInput() }
        }
        input.activate()
    }

    /// Shows a frame; only what differs from the one before is sent.
    package func draw(_ frame: Frame) {
        cterminal_crash_prepare_thread()
        guard state == .open else { return }
        session.draw(frame)
    }

    /// Clears the screen and paints it again, for when something else has written over it.
    package func repaint() {
        guard state == .open else { return }
        session.repaint()
    }

    /// Sounds the bell.
    package func ring() {
        guard state == .open else { return }
        session.ring()
    }

    /// Shows a text in the terminal's title, where the terminal has one; the title from before comes back at the end.
    package func setTitle(_ title: String) {
        guard state == .open, session.setTitle(title) else { return }
        armCrashHandler()
    }

    /// Leaves a frame behind, as plain lines, once the terminal has been given back.
    package func leaveFrame(_ frame: Frame) {
        lastFrame = frame
    }

    /// Gives the terminal back, stops the process group, and takes the terminal again when it is continued.
    package func suspend() {
        guard state == .open else { return }
        leave()
        cterminal_stop_process_group()
        cterminal_wait_for_foreground(STDIN_FILENO)
        // The SIGCONT that ended the stop is no news any more.
        let signals = signals.take().subtracting([SIGCONT, SIGTSTP])
        enter()
        receive(signals)
    }

    private func receive(_ signals: Set<Int32>) {
        for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] where signals.contains(number) {
            queue.append(.terminated(signal: number))
        }
        if signals.contains(SIGTSTP) {
            suspend()
        } else if signals.contains(SIGCONT), state == .open {
            // Stopped without a warning, by SIGSTOP: whoever had the terminal since has changed it.
            cterminal_wait_for_foreground(STDIN_FILENO)
            leave()
            enter()
        } else if signals.contains(SIGWINCH) {
            takeSize()
        }
    }

    private func leave() {
        session.leave()
        TerminalDevice.apply(savedSettings)
        cterminal_crash_disarm()
    }

    private func enter() {
        armCrashHandler()
        session.enter(size: size)
        takeSize()
        queue.append(.resumed)
    }

    private func takeSize() {
        let size = TerminalDevice.size()
        guard size != self.size, state == .open else { return }
        self.size = size
        session.resize(to: size)
        queue.append(.resized(size))
    }

    private func readInput() {
        // The main queue may change threads, so each that works for the screen is prepared when it turns up.
        cterminal_crash_prepare_thread()
        let events = session.readInput(limit: Self.inputBatch)
        for event in events {
            queue.append(event)
        }
        if events.isEmpty && TerminalDevice.isHungUp() {
            // A dead terminal reads as ready for ever.
            input.cancel()
            state = .hungUp
            queue.append(.hangup)
        }
    }

    private func armCrashHandler() {
        withUnsafePointer(to: savedSettings) {
            cterminal_crash_arm(STDOUT_FILENO, $0, session.restoreBytes, session.restoreBytes.count)
        }
    }

    private func close() {
        input.cancel()
        session.end()
        TerminalDevice.apply(savedSettings)
        cterminal_crash_disarm()
        cterminal_errors_give_back()
        signals.giveBack()
        queue.finish()
        if let lastFrame, state == .open {
            TerminalDevice.write(PlainLines.text(lastFrame, colorDepth: capabilities.colorDepth))
        }
        state = .closed
    }
}
