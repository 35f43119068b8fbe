import Foundation
import MonitoringMessages
import Testing

@testable import MonitoringWebSocketServer

/// A moment that many seconds after an arbitrary one.
func moment(_ seconds: Double) -> Moment {
    Moment(monotonic: .seconds(seconds), wall: WallTime(nanosecondsSinceEpoch: Int64(seconds * 1e9)))
}

@Suite struct ThisMachineTests {
    @Test func sample() throws {
        var collector = SystemCollector(at: moment(0))
        let sample = collector.collect(at: moment(1))
        print(MessageWriter.text(.monitoringData(sample)))
        let start = clock()
        for i in 0..<200 { _ = collector.collect(at: moment(1+Double(i))) }
        print("us each", Double(clock()-start)/200)
    }
}
