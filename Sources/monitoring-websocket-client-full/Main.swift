import MonitoringClientCommand
import MonitoringClientExtras

/// The command with everything in it.
@main
struct Program {
    static func main() async {
        await ClientProgram.run(extras: .linked)
    }
}
