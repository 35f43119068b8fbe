import Testing

/// The proxy that the environment names.
struct ProxyTests {
    @Test("a proxy that cannot be used: 78, without its value, and only where one is needed")
    func invalid() async throws {
        let environment = ["https_proxy": "socks5://user:hunter2@p.test:1"]
        let refused = try await RunningProgram(
            TestTools.client, ["--uri", "wss://server.test", "--no-reconnect"], environment: environment
        ).finish()
        #expect(refused.status == 78)
        #expect(refused.error.contains("https_proxy") && refused.error.contains("http://HOST:PORT"))
        #expect(!refused.error.contains("hunter2"))
        let local = try await RunningProgram(
            TestTools.client, ["--local", "-d", "1"], environment: environment.merging(["http_proxy": "?"]) { $1 }
        ).finish()
        #expect(local.status == 0, "\(local.error)")
    }

    @Test("the proxy is asked instead of the server, unless NO_PROXY names that", arguments: ["", "server.invalid"])
    func used(exceptions: String) async throws {
        let proxy = UnusedPort()
        let (status, _, error) = try await RunningProgram(
            TestTools.client, ["--uri", "ws://server.invalid", "--no-reconnect"],
            environment: ["http_proxy": "http://me:hunter2@127.0.0.1:\(proxy.number)", "no_proxy": exceptions]
        ).finish()
        #expect(status == 69)
        #expect(error.contains("The proxy 127.0.0.1:\(proxy.number)") == exceptions.isEmpty, "\(error)")
        #expect(error.contains("server.invalid could not be resolved") == !exceptions.isEmpty, "\(error)")
        #expect(!error.contains("hunter2"))
    }
}
