import ArgumentParser

/// What the package costs. `compare.py` beside this file runs it and the peers in turn and makes the README's table.
@main
struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmarks",
        abstract: "Measures the package. Without a subcommand: its parts, as multiples of reading a message.",
        subcommands: [Parts.self, Blast.self, Receive.self, Watch.self],
        defaultSubcommand: Parts.self)
}

extension Benchmarks {
    struct Blast: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Serves one client messages as fast as it takes them, then closes; prints messages a second.")

        @Option(help: "Port on 127.0.0.1.")
        var port: UInt16
        @Option(help: "How many messages.")
        var messages = 200_000

        func run() throws {
            print(try Blaster(port: port).serve(messages))
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
