import MonitoringMessages

/// The one-line files about the system as a whole.
enum SystemLoad {
    /// The averages of /proc/loadavg; nil when it does not begin with three numbers.
    static func average(_ loadavg: ArraySlice<UInt8>) -> MonitoringSample.LoadAverage? {
        var rest = loadavg
        guard let one = rest.nextWord()?.decimal, let five = rest.nextWord()?.decimal,
            let fifteen = rest.nextWord()?.decimal
        else { return nil }
        var average = MonitoringSample.LoadAverage()
        average.oneMinute = one
        average.fiveMinutes = five
        average.fifteenMinutes = fifteen
        return average
    }

    /// Seconds since the start, the first number of /proc/uptime.
    static func uptimeSeconds(_ uptime: ArraySlice<UInt8>) -> Double? {
        var rest = uptime
        return rest.nextWord()?.decimal
    }
}
