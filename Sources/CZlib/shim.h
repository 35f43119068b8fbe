#include <zlib.h>

// zlib's own names are macros, which Swift cannot see. Negative window bits mean raw deflate, as RFC 7692 wants it.

static inline int czlib_inflate_init(z_stream *stream, int windowBits) {
    return inflateInit2(stream, -windowBits);
}

static inline int czlib_deflate_init(z_stream *stream, int windowBits, int memoryLevel) {
    return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -windowBits, memoryLevel, Z_DEFAULT_STRATEGY);
}
