package import Dispatch

extension Duration {
    /// Rounded up, so that a timer never fires before its time.
    package var dispatchInterval: DispatchTimeInterval {
        let (seconds, attoseconds) = components
        let (nanoseconds, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return isTooLong ? .never : .nanoseconds(Int(nanoseconds &+ attoseconds / 1_000_000_000 &+ 1))
    }
}
