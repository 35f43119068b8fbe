import MonitoringClientCommand

/// The command. It starts without what is rarely asked for, and then becomes `monitoring-websocket-client-full`.
@main
struct Program {
    static func main() async {
        await ClientProgram.run(extras: nil)
    }
}
