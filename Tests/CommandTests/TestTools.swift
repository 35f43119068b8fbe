import Foundation

/// What the tests of the command run: the built program, and the tools that the README's test command installs.
enum TestTools {
    /// The folder of Package.swift.
    static let packageRoot = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The program under test, built beside the test runner.
    static let client = Bundle.main.bundleURL.appending(path: "monitoring-websocket-client")

    /// The program that it becomes.
    static let fullClient = Bundle.main.bundleURL.appending(path: "monitoring-websocket-client-full")

    /// The server under test.
    static let server = Bundle.main.bundleURL.appending(path: "monitoring-websocket-server")

    /// The README's program for the library.
    static let libraryProgram = Bundle.main.bundleURL.appending(path: "PrintCPU")

    /// The program that measures.
    static let benchmarks = Bundle.main.bundleURL.appending(path: "benchmarks")

    /// The published server, or nil where it is not installed.
    static let publishedServer = tool("monitoring-websocket-server")

    /// The published client, or nil where it is not installed.
    static let publishedClient = tool("monitoring-websocket-client")

    /// A tool from `.build/test-tools`, or from the environment the tests run in; nil where there is none.
    static func tool(_ name: String) -> URL? {
        let folder =
            ProcessInfo.processInfo.environment["MONITORING_TEST_TOOLS"].map { URL(filePath: $0) }
            ?? packageRoot.appending(path: ".build/test-tools/bin")
        let file = folder.appending(path: name)
        return FileManager.default.isExecutableFile(atPath: file.path) ? file : nil
    }

    /// Why a test that needs a tool is skipped.
    static func missing(_ name: String) -> String {
        "\(name) is not installed: the README's test command installs it into .build/test-tools"
    }
}
