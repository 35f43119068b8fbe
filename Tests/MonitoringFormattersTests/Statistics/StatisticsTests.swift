import Foundation
import MonitoringFormatters
import MonitoringMessages
import Testing

@Suite struct StatisticsTests {
    @Test func everyFigureAsText() {
        #expect(
            SimpleFormatter().formatStatistics(Samples.statistics).plain == """
                === Client Statistics ===
                Messages: 1250 received, 45 sent
                Data: 2.0 MB received, 8.0 KB sent
                State: connected
                Connected since: 2024-01-15T14:30:25.123456+01:00
                Uptime: 1h 0m
                Reconnections: 2
                Disconnections: 1
                Errors: 3
                Malformed messages: 1
                Message rate: 1.3 msg/s
                Round-trip: 3.2 ms
                Longest outage: 1m 30s
                Time connected: 98.5%
                Last error: Connection refused␛[31m
                Error history:
                  [14:30:26] ConnectionRefused: Connection refused (attempt 3, next in 5s)
                  [14:30:27] MalformedMessage: Bad␤JSON
                Outages:
                  [14:28:55] 1m 30s, 1 attempt: The link was lost
                  [14:30:30] not over, 2 attempts: No answer
                """
        )
    }

    @Test func neverConnected() {
        #expect(
            DetailedFormatter().formatStatistics(ConnectionStatistics()).plain == """
                === Client Statistics ===
                Messages: 0 received, 0 sent
                Data: 0 B received, 0 B sent
                State: disconnected
                Connected since: –
                Uptime: 0s
                Reconnections: 0
                Disconnections: 0
                Errors: 0
                Malformed messages: 0
                Message rate: –
                Round-trip: –
                Longest outage: –
                Time connected: –
                Last error: –
                """
        )
    }

    @Test func figuresThatAreNoNumbersAreUnknown() {
        var statistics = ConnectionStatistics()
        statistics.messageRate = .infinity
        statistics.connectedShare = .nan
        let lines = SimpleFormatter(FormatOptions(unicode: false)).formatStatistics(statistics).lines.map(\.plain)
        #expect(lines.contains("Message rate: -") && lines.contains("Time connected: -"))
        #expect(JSONFormatter(.singleLine).formatStatistics(statistics).plain.contains(#""connected_share": null"#))
    }

    @Test func everyFigureAsJSON() throws {
        let plain = JSONFormatter(.singleLine).formatStatistics(Samples.statistics).plain
        let object = try #require(try JSONSerialization.jsonObject(with: Data(plain.utf8)) as? NSDictionary)
        #expect(
            object == [
                "type": "statistics",
                "stats": [
                    "messages_received": 1250, "messages_sent": 45, "bytes_received": 2_048_576, "bytes_sent": 8192,
                    "connection_start": "2024-01-15T14:30:25.123456+01:00", "uptime_seconds": 3600,
                    "reconnect_attempts": 2, "total_disconnections": 1, "current_state": "connected",
                    "last_error": "Connection refused\u{1B}[31m", "error_count": 3,
                    "error_history": [
                        [
                            "timestamp": "2024-01-15T14:30:26.123456+01:00", "error": "Connection refused",
                            "type": "ConnectionRefused", "attempt": 3, "next_attempt_in_seconds": 5,
                        ],
                        [
                            "timestamp": "2024-01-15T14:30:27.123456+01:00", "error": "Bad\nJSON",
                            "type": "MalformedMessage", "attempt": NSNull(), "next_attempt_in_seconds": NSNull(),
                        ],
                    ],
                    "malformed_messages": 1, "message_rate": 1.25, "last_round_trip_seconds": 0.00324,
                    "longest_outage_seconds": 90, "connected_share": 0.985,
                    "outages": [
                        [
                            "start": "2024-01-15T14:28:55.123456+01:00", "end": "2024-01-15T14:30:25.123456+01:00",
                            "length_seconds": 90, "reason": "The link was lost", "attempts": 1,
                        ],
                        [
                            "start": "2024-01-15T14:30:30.123456+01:00", "end": NSNull(), "length_seconds": NSNull(),
                            "reason": "No answer", "attempts": 2,
                        ],
                    ],
                ],
            ] as NSDictionary
        )
    }

    @Test func jsonKeysAreInTheManualsOrder() {
        let lines = JSONFormatter(.pretty).formatStatistics(ConnectionStatistics()).lines.map(\.plain)
        #expect(
            Array(lines.prefix(5)) == [
                "{", #"  "type": "statistics","#, #"  "stats": {"#, #"    "messages_received": 0,"#,
                #"    "messages_sent": 0,"#,
            ])
        #expect(lines.contains(#"    "last_error": null,"#))
    }
}
