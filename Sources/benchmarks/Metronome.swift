import Glibc
import MonitoringWebSocketClient
import MonitoringWebSocketServer
import NIOCore
import WebSocketTransport

/// A server of many clients, each of which gets its messages at moments of its own, as from as many servers.
struct Metronome {
    let listener: Listener

    /// Waits for `count` clients, then sends each `rate` messages a second, one client after the other at even distances, until
    /// one of them has left.
    func serve(_ count: Int, rate: Double) throws {
        OpenFiles.allow(hosts: count)
        var clients: [Client] = []
        defer { for client in clients { close(client.socket) } }
        for _ in 0..<count { clients.append(Client(socket: try listener.accept())) }
        let frames = SampleMessages.frames()
        var beat = timespec()
        clock_gettime(CLOCK_MONOTONIC, &beat)
        let distance = Int(1e9 / rate / Double(count))
        for turn in 0... {
            beat.tv_nsec += distance
            beat.tv_sec += beat.tv_nsec / 1_000_000_000
            beat.tv_nsec %= 1_000_000_000
            clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &beat, nil)
            guard try clients[turn % count].answerPings() else { return }
            try Listener.write(frames[turn % frames.count], to: clients[turn % count].socket)
        }
    }

    private struct Client {
        let socket: Int32
        private var parser = FrameParser(role: .server, maximumFrameBytes: 65536)

        init(socket: Int32) {
            self.socket = socket
        }

        /// Takes what has come: a client takes a server for dead that answers no ping.
        /// - Returns: Whether the client is still there.
        mutating func answerPings() throws -> Bool {
            var bytes = [UInt8](repeating: 0, count: 512)
            let count = recv(socket, &bytes, bytes.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { return count < 0 && errno == EAGAIN }
            parser.append(ByteBuffer(bytes: bytes.prefix(count)))
            while let piece = try parser.next() {
                switch piece.opcode {
                case .ping:
                    let pong = ServerFrames.frame(.pong, payload: ByteBuffer(bytes: piece.payload))
                    try Listener.write(pong, to: socket)
                case .close: return false
                case .continuation, .text, .binary, .pong: break
                }
            }
            return true
        }
    }
}
