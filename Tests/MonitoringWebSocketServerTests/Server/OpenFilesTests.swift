import NIOCore
import NIOEmbedded
import TestSupport
import Testing

@testable import MonitoringWebSocketServer

/// What the server does about the files that it may have open.
@Suite struct OpenFilesTests {
    @Test(arguments: [
        // An eighth of what is left beside 32 files need not be clients.
        (openFiles: 48, clients: 14, others: 2), (288, 224, 32), (1024, 868, 124), (1 << 20, 1000, 1000),
        (Int.max, 1000, 1000), (0, 1, 1), (33, 1, 1),
    ])
    func `Connections leave files to the rest of the process`(openFiles: Int, clients: Int, others: Int) {
        let limits = ServerLimits().fitting(openFiles: openFiles)
        #expect((limits.maximumClients, limits.maximumUnadmitted) == (clients, others))
    }

    @Test func `Limits that fit stay`() {
        var limits = ServerLimits()
        limits.maximumClients = 3
        limits.maximumUnadmitted = 5
        let fitting = limits.fitting(openFiles: 1024)
        #expect((fitting.maximumClients, fitting.maximumUnadmitted) == (3, 5))
    }

    @Test func `When nothing can be accepted the socket rests for a while, and that is said once`() throws {
        let messages = LogMessages()
        let channel = EmbeddedChannel(handler: AcceptPause(messages.logger))
        var isReading: Bool? { channel.options.lazy.compactMap { $0.value as? Bool }.last }
        let error = IOError(errnoCode: 24, reason: "accept")
        let told = "warning no connection can be accepted: Too many open files"
        channel.pipeline.fireErrorCaught(error)
        channel.pipeline.fireErrorCaught(error)
        #expect(isReading == false)
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(99))
        #expect(isReading == false)
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(1))
        #expect(isReading == true)
        // It still cannot.
        channel.pipeline.fireErrorCaught(error)
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(100))
        #expect(isReading == true)
        #expect(messages.all == [told])
        // It could meanwhile.
        channel.pipeline.fireChannelRead(EmbeddedChannel() as any Channel)
        channel.pipeline.fireErrorCaught(error)
        #expect(messages.all == [told, told])
        _ = try channel.finish(acceptAlreadyClosed: true)
    }
}
