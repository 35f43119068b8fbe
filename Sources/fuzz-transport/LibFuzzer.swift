import TransportFuzzing

/// What libFuzzer calls with each input: `FUZZ=1 swift build --sanitize=fuzzer --product fuzz-transport`.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    do {
        try ParserFuzzing.run(UnsafeBufferPointer(start: start, count: count))
    } catch {
        fatalError("\(error)")
    }
    return 0
}
