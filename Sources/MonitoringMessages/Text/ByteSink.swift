/// Bytes that grow at their end, without an array's bookkeeping at each of them.
struct ByteSink: ~Copyable {
    private var start: UnsafeMutablePointer<UInt8>
    private var count = 0
    private var capacity: Int

    /// - Parameter capacity: Bytes that are likely needed; more are found when they are.
    init(capacity: Int) {
        self.capacity = max(capacity, 64)
        start = .allocate(capacity: self.capacity)
    }

    deinit {
        start.deallocate()
    }

    /// What was added; valid until more is.
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        if count == capacity { grow(for: 1) }
        start[count] = byte
        count += 1
    }

    @inline(__always)
    mutating func append(_ byte: UInt8, count repeats: Int) {
        if capacity - count < repeats { grow(for: repeats) }
        (start + count).update(repeating: byte, count: repeats)
        count += repeats
    }

    @inline(__always)
    mutating func append(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        let bytes = UnsafeBufferPointer(rebasing: bytes)
        guard let source = bytes.baseAddress else { return }
        if capacity - count < bytes.count { grow(for: bytes.count) }
        (start + count).update(from: source, count: bytes.count)
        count += bytes.count
    }

    /// Adds what `body` writes: it has room for `limit` bytes, and returns how many count.
    @inline(__always)
    mutating func append(upTo limit: Int, _ body: (UnsafeMutableRawPointer) -> Int) -> Int {
        if capacity - count < limit { grow(for: limit) }
        let added = body(UnsafeMutableRawPointer(start + count))
        count += added
        return added
    }

    /// Adds what `body` adds to an array: for what is rare.
    mutating func append(_ body: (inout [UInt8]) -> Void) {
        var added: [UInt8] = []
        body(&added)
        added.withUnsafeBufferPointer { append($0[...]) }
    }

    private mutating func grow(for more: Int) {
        let larger = max(capacity * 2, count + more)
        let new = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        new.update(from: start, count: count)
        start.deallocate()
        start = new
        capacity = larger
    }
}
