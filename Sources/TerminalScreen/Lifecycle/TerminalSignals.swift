import CTerminalSignals
import Dispatch
import Glibc

/// The signals that concern a terminal, as calls on the main actor while this lives.
///
/// A handler with a pipe rather than dispatch's signal sources: those need the signal ignored and blocked in every
/// thread, those of other libraries too, and SIGTSTP that is ignored cannot stop us.
@MainActor
final class TerminalSignals {
    private let pipe: Int32
    private let source: any DispatchSourceRead

    init() throws(TerminalError) {
        pipe = cterminal_signals_take()
        guard pipe >= 0 else {
            throw .setupFailed(reason: "no pipe for signals: \(String(cString: strerror(errno)))")
        }
        source = DispatchSource.makeReadSource(fileDescriptor: pipe, queue: .main)
    }

    /// Starts delivering. Called once.
    func deliver(to receiver: @escaping @MainActor (Set<Int32>) -> Void) {
        let pipe = pipe
        source.setEventHandler {
            MainActor.assumeIsolated { receiver(Self.take(pipe)) }
        }
        source.activate()
    }

    /// The signals that came since the last call.
    func take() -> Set<Int32> {
        Self.take(pipe)
    }

    /// Puts the process's signal handling back.
    func giveBack() {
        source.cancel()
        // A source may not be released before it was activated.
        source.activate()
        cterminal_signals_give_back()
    }

    private static func take(_ pipe: Int32) -> Set<Int32> {
        var numbers = Set<Int32>()
        var bytes = [UInt8](repeating: 0, count: 64)
        while true {
            let count = read(pipe, &bytes, bytes.count)
            guard count > 0 else { return numbers }
            numbers.formUnion(bytes[..<count].map(Int32.init))
        }
    }
}
