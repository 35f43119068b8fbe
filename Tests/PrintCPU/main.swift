import MonitoringWebSocketClient

let uri = CommandLine.arguments.dropFirst().first ?? "ws://localhost:8765"
let client = try MonitoringClient(uri: uri, output: .none)
client.addHandler(for: .monitoringData) { data in
    if let cpu = data.sample.processor?.usagePercent { print("CPU: \(cpu)%") }
}
try await withMonitoringClient(client) { _ in
    try await Task.sleep(for: .seconds(60))
}
