import HostileInput

/// What libFuzzer calls: bytes of a message, through the reader and every way out.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    if let problem = HostileInput.problem(bytes) { fatalError(problem) }
    return 0
}
