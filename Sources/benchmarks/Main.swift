import ArgumentParser
import Glibc

/// What the package costs. `compare.py` beside this file runs it and the peers in turn and makes the README's table.
@main
struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmarks",
        abstract: "Measures the package. Without a subcommand: its parts, as multiples of reading a message.",
        subcommands: [Parts.self, Blast.self, Pace.self, Receive.self, Watch.self],
        defaultSubcommand: Parts.self)
}

extension Benchmarks {
    struct Blast: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Serves one client messages as fast as it takes them, then closes.",
            discussion: """
                Prints its port, and, as the first message goes out, the time on the monotonic clock in seconds.
                """)

        @Option(help: "Port on 127.0.0.1; 0 takes a free one.")
        var port: UInt16 = 0
        @Option(help: "How many messages.")
        var messages = 200_000

        func run() throws {
            let listener = try Listener(port: port)
            print(listener.port)
            // Whoever started this waits for the lines.
            fflush(nil)
            try Blaster(listener: listener).serve(messages) {
                var time = timespec()
                clock_gettime(CLOCK_MONOTONIC, &time)
                print(Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
                fflush(nil)
            }
        }
    }

    struct Pace: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Serves many clients, each its messages at moments of its own, until one leaves.",
            discussion: "Prints its port. The first message goes out when all clients are there.")

        @Option(help: "Port on 127.0.0.1; 0 takes a free one.")
        var port: UInt16 = 0
        @Option(help: "How many.")
        var connections = 1000
        @Option(help: "Messages a second to each.")
        var rate = 2.0

        func validate() throws {
            guard connections > 0, rate > 0 else { throw ValidationError("--connections and --rate are to be above 0") }
        }

        func run() throws {
            let listener = try Listener(port: port, backlog: connections)
            print(listener.port)
            fflush(nil)
            try Metronome(listener: listener).serve(connections, rate: rate)
        }
    }

    struct Receive: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes messages with the library and shows nothing, until the server closes; prints their count.")

        @Option(help: "Where from.")
        var uri: String

        func run() async throws {
            print(try await Receiver.count(uri: uri))
        }
    }

    struct Watch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keeps many connections for some seconds; prints their messages, this process's time and memory.")

        @Option(help: "Where from, for all of them.")
        var uri: String
        @Option(help: "How many.")
        var connections = 1000
        @Option(help: "Seconds to settle before the measuring.")
        var settle = 10
        @Option(help: "Seconds to measure.")
        var seconds = 20

        func run() async throws {
            print(
                try await Receiver.watch(
                    uri: uri, connections: connections, settling: .seconds(settle), measuring: .seconds(seconds)))
        }
    }
}
