extension Duration {
    /// Between two readings of counters at least: ten clock ticks, of which one more or less is then 10 %.
    static let shortestBetweenReadings = Duration.milliseconds(100)

    /// As a number of seconds.
    var seconds: Double { self / .seconds(1) }
}
