import MonitoringFormatters
import MonitoringMessages
import Testing

@Suite struct WrittenBytesTests {
    private static var samples: [MonitoringSample] {
        var two = Samples.documented
        two.gpus += [Samples.gpu(95, memory: nil), Samples.gpu(nil, memory: 1)]
        var critical = Samples.capture
        critical.processor = Samples.processor(99.95)
        critical.memory = Samples.memory(-.infinity, used: nil, total: nil)
        return [Samples.documented, Samples.capture, Samples.unknown, MonitoringSample(), two, critical]
    }

    @Test("The bytes that are written are those of the string", arguments: OutputFormat.allCases, [false, true])
    func bytes(format: OutputFormat, isPlain: Bool) {
        var options = FormatOptions()
        options.unicode = !isPlain
        let formatter = format.formatter(options)
        for color in [false, true] {
            let writer = ANSIWriter(color: color)
            var output = Array("before".utf8)
            var expected = "before"
            for sample in Self.samples {
                for raw in [#"{"a":[1,-2.5e3,{}],"é":"\u00e9\n\ud800 \u{7}","b":"","c":[ ]}"#, "", "x", #"{"a": "\"#] {
                    let wall = WallTime(nanosecondsSinceEpoch: 0)
                    let received = ReceivedSample(
                        moment: Moment(monotonic: .zero, wall: wall), sample: sample, raw: raw)
                    formatter.write(received, by: writer, to: &output)
                    expected += formatter.printed(received, by: writer)
                }
            }
            #expect(String(decoding: output, as: UTF8.self) == expected)
        }
    }
}
