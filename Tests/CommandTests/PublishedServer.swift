import Foundation

/// The published Python server on a port of its own.
struct PublishedServer: Sendable {
    static let isInstalled = TestTools.publishedServer != nil

    let port: Int
    private let program: RunningProgram

    var uri: String { "ws://127.0.0.1:\(port)" }

    /// Starts a server, and waits until it listens.
    init(port: Int = UnusedPort.released()) async throws {
        guard let tool = TestTools.publishedServer else { throw CocoaError(.fileNoSuchFile) }
        self.port = port
        program = try RunningProgram(tool, ["--host", "127.0.0.1", "--port", "\(port)"])
        try await program.wait(for: "server listening", in: .error)
    }

    /// Kills it, as a crash would, and waits until it is gone.
    func kill() async throws {
        program.kill()
        _ = try await program.finish()
    }

    /// Runs `body` beside a server, and ends the server whatever happens.
    static func with<Result>(_ body: (PublishedServer) async throws -> Result) async throws -> Result {
        let server = try await PublishedServer()
        do {
            let result = try await body(server)
            try await server.kill()
            return result
        } catch {
            try? await server.kill()
            throw error
        }
    }
}

/// A port on which nobody listens while this lives: it is bound, so nobody else gets it, and whoever connects is refused.
final class UnusedPort: Sendable {
    let number: Int
    private let descriptor: Int32

    init() {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        number = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                _ = bind(descriptor, pointer, length)
                getsockname(descriptor, pointer, &length)
            }
            return Int(UInt16(bigEndian: pointer.pointee.sin_port))
        }
    }

    deinit { close(descriptor) }

    /// A port for a server to take: free a moment ago, and the system hands each out only once in a while.
    static func released() -> Int { UnusedPort().number }
}
