// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "monitoring-websocket-client",
    products: [
        .executable(name: "monitoring-websocket-client", targets: ["monitoring-websocket-client"]),
        .executable(name: "monitoring-websocket-client-full", targets: ["monitoring-websocket-client-full"]),
        .executable(name: "monitoring-websocket-server", targets: ["monitoring-websocket-server"]),
        .library(name: "MonitoringAlerts", targets: ["MonitoringAlerts", "AlertDelivery", "WebhookDelivery"]),
        .library(name: "MonitoringWebSocketClient", targets: ["MonitoringWebSocketClient"]),
        .library(name: "MonitoringWebSocketServer", targets: ["MonitoringWebSocketServer"]),
        .library(name: "MonitoringDatabase", targets: ["MonitoringDatabase"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        // Without its traits it needs no Foundation, which costs 20 ms of start time.
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // C faces of Debian's libncursesw5-dev, libyaml-dev, zlib1g-dev and libsimdjson-dev.
        .systemLibrary(name: "CNcurses"),
        .systemLibrary(name: "CYAML"),
        .systemLibrary(name: "CZlib"),
        // timerfd, which the Glibc module leaves out.
        .target(name: "CTimerDescriptor"),
        // dl_iterate_phdr, likewise.
        .target(name: "CProgramPages"),
        .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),

        // Each takes the previous one's value and knows nothing of the next.
        .target(name: "MonitoringMessages", dependencies: ["CSimdjson"]),
        .target(name: "MonitoringFormatters", dependencies: ["MonitoringMessages"]),
        .target(name: "MonitoringAlerts", dependencies: ["MonitoringMessages", "MonitoringFormatters"]),
        .target(
            name: "AlertDelivery",
            dependencies: [
                "MonitoringAlerts", "MonitoringMessages", "MonitoringFormatters",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
            ]
        ),
        // The only one that imports async-http-client, and with it Foundation.
        .target(
            name: "WebhookDelivery",
            dependencies: [
                "AlertDelivery", "MonitoringAlerts", "MonitoringMessages",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),
        .target(
            name: "WebSocketTransport",
            dependencies: [
                "CZlib",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),
        .target(
            name: "MonitoringWebSocketClient",
            dependencies: [
                "MonitoringMessages", "MonitoringFormatters", "WebSocketTransport", "CTimerDescriptor",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        // The only one that imports GRDB, and with it Foundation.
        .target(
            name: "MonitoringDatabase",
            dependencies: [
                "MonitoringMessages", "MonitoringFormatters", "MonitoringWebSocketClient",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .target(
            name: "MonitoringWebSocketServer",
            dependencies: [
                "MonitoringMessages", "WebSocketTransport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),
        .target(
            name: "Dashboard",
            dependencies: [
                "MonitoringMessages", "MonitoringFormatters", "MonitoringAlerts",
                .product(name: "DequeModule", package: "swift-collections"),
            ]
        ),
        // Signal handlers; C, since nothing else may run in one.
        .target(name: "CTerminalSignals"),
        .target(name: "TerminalScreen", dependencies: ["CNcurses", "CTerminalSignals", "Dashboard"]),
        // The command, but for what `Extras` says.
        .target(
            name: "MonitoringClientCommand",
            dependencies: [
                "MonitoringMessages", "MonitoringFormatters", "WebSocketTransport", "MonitoringWebSocketClient",
                "MonitoringWebSocketServer", "MonitoringAlerts", "AlertDelivery", "Dashboard", "TerminalScreen",
                "CProgramPages", "CYAML",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),
        .target(
            name: "MonitoringClientExtras",
            dependencies: [
                "AlertDelivery", "MonitoringClientCommand", "Dashboard", "MonitoringDatabase", "MonitoringFormatters",
                "MonitoringMessages", "MonitoringWebSocketClient", "WebhookDelivery",
            ]
        ),
        // Starts without the extras, and becomes the other one, which lies beside it, when one is asked for.
        .executableTarget(name: "monitoring-websocket-client", dependencies: ["MonitoringClientCommand"]),
        .executableTarget(
            name: "monitoring-websocket-client-full",
            dependencies: ["MonitoringClientCommand", "MonitoringClientExtras"]),
        .executableTarget(
            name: "monitoring-websocket-server",
            dependencies: [
                "MonitoringMessages", "MonitoringWebSocketServer",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),

        // Beside the products: what they cost. `compare.py` sets it beside the peers.
        .executableTarget(
            name: "benchmarks",
            dependencies: [
                "MonitoringMessages", "MonitoringFormatters", "WebSocketTransport", "MonitoringWebSocketClient",
                "MonitoringWebSocketServer", "Dashboard",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            exclude: ["compare.py"]
        ),
        // Runs the cases of the Autobahn fuzzing server: `autobahn-client URI AGENT`.
        .executableTarget(name: "autobahn-client", dependencies: ["WebSocketTransport"]),
        // Gives any bytes to the parsers: from the tests, and from libFuzzer, see the end of this file.
        .target(
            name: "TransportFuzzing",
            dependencies: ["WebSocketTransport", .product(name: "NIOCore", package: "swift-nio")]
        ),
        // The README's program for the library, which a test runs.
        .executableTarget(name: "PrintCPU", dependencies: ["MonitoringWebSocketClient"], path: "Tests/PrintCPU"),

        // Any bytes in, every way out: for tests and for the fuzzer.
        .target(
            name: "HostileInput",
            dependencies: ["Dashboard", "MonitoringFormatters", "MonitoringMessages"],
            path: "Tests/HostileInput"
        ),
        .testTarget(name: "HostileInputTests", dependencies: ["HostileInput", "MonitoringMessages"]),

        // What several test targets need: programs beside the tests, certificates, a log to look into.
        .target(
            name: "TestSupport", dependencies: [.product(name: "Logging", package: "swift-log")],
            path: "Tests/TestSupport"
        ),
        .testTarget(name: "MonitoringMessagesTests", dependencies: ["MonitoringMessages"]),
        .testTarget(name: "MonitoringFormattersTests", dependencies: ["MonitoringFormatters", "MonitoringMessages"]),
        .testTarget(name: "MonitoringAlertsTests", dependencies: ["MonitoringAlerts", "MonitoringMessages"]),
        .testTarget(
            name: "AlertDeliveryTests",
            dependencies: [
                "AlertDelivery", "MonitoringAlerts", "MonitoringMessages", "TestSupport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        .testTarget(
            name: "WebSocketTransportTests",
            dependencies: [
                "TransportFuzzing", "WebSocketTransport", "TestSupport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),
        .testTarget(
            name: "MonitoringWebSocketClientTests",
            dependencies: [
                "MonitoringWebSocketClient", "MonitoringWebSocketServer", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ],
            exclude: ["Library/ManualItems.md"]
        ),
        .testTarget(
            name: "MonitoringDatabaseTests",
            dependencies: [
                "MonitoringDatabase", "MonitoringMessages", "MonitoringWebSocketClient", "WebSocketTransport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .testTarget(
            name: "MonitoringWebSocketServerTests",
            dependencies: [
                "MonitoringWebSocketServer", "MonitoringMessages", "WebSocketTransport", "TestSupport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        .testTarget(
            name: "DashboardTests",
            dependencies: ["Dashboard", "MonitoringAlerts", "MonitoringFormatters", "MonitoringMessages"],
            exclude: ["Golden"]
        ),
        .testTarget(name: "TerminalScreenTests", dependencies: ["TerminalScreen", "Dashboard"]),
        // The programs of the manual's advanced cases.
        .testTarget(
            name: "ExamplesTests",
            dependencies: [
                "AlertDelivery", "MonitoringAlerts", "MonitoringDatabase", "MonitoringMessages",
                "MonitoringWebSocketClient", "MonitoringWebSocketServer", "TestSupport",
            ]
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "monitoring-websocket-client", "monitoring-websocket-client-full", "monitoring-websocket-server",
                "benchmarks", "PrintCPU", "Dashboard", "HostileInput", "MonitoringClientCommand", "MonitoringDatabase",
                "MonitoringFormatters", "MonitoringMessages", "MonitoringWebSocketClient", "MonitoringWebSocketServer",
                "WebSocketTransport", "TestSupport",
            ],
            exclude: ["Support"]
        ),
    ],
    cxxLanguageStandard: .cxx17
)

// They have no main of their own: FUZZ=1 swift build --scratch-path .build/fuzz --sanitize=fuzzer --product fuzz-transport,
// and Tests/Fuzz/run.sh for messages.
if Context.environment["FUZZ"] != nil {
    package.targets.append(.executableTarget(name: "fuzz-transport", dependencies: ["TransportFuzzing"]))
    package.targets.append(
        .executableTarget(
            name: "fuzz-messages", dependencies: ["HostileInput"], path: "Tests/Fuzz", exclude: ["run.sh"]))
}

// One settings loop for all targets. `WARNINGS_AS_ERRORS=1 swift build` is what .ci/run does.
for target in package.targets where target.type != .system {
    var swift: [SwiftSetting] = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]
    var cxx: [CXXSetting] = []
    if Context.environment["WARNINGS_AS_ERRORS"] != nil {
        swift.append(.treatAllWarnings(as: .error))
        cxx.append(.treatAllWarnings(as: .error))
    }
    target.swiftSettings = (target.swiftSettings ?? []) + swift
    target.cxxSettings = (target.cxxSettings ?? []) + cxx
}
