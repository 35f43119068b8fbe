/// What has become of the work that goes on beside the screen: alerts told elsewhere, samples stored.
package struct SideCounts: Sendable, Equatable {
    /// Alerts on one way out.
    package struct Delivery: Sendable, Equatable {
        /// The way: `mail`.
        package var name: String
        package var sent: Int
        package var failed: Int
        package var waiting: Int
        package var dropped: Int

        package init(name: String, sent: Int, failed: Int, waiting: Int, dropped: Int) {
            (self.name, self.sent, self.failed) = (name, sent, failed)
            (self.waiting, self.dropped) = (waiting, dropped)
        }
    }

    /// Samples for the database.
    package struct Storage: Sendable, Equatable {
        package var written: Int
        package var waiting: Int
        package var dropped: Int
        /// The newest error in words; nil when there was none.
        package var lastError: String?

        package init(written: Int, waiting: Int, dropped: Int, lastError: String?) {
            (self.written, self.waiting) = (written, waiting)
            (self.dropped, self.lastError) = (dropped, lastError)
        }
    }

    /// Empty when alerts are told nowhere else.
    package var deliveries: [Delivery] = []
    /// nil without a database.
    package var storage: Storage?

    package init() {}
}
