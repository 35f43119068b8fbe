#pragma once

// A C face of libsimdjson: one JSON text in, a flat table of its values out. It knows JSON (RFC 8259) and nothing of
// what the text is about. No C++ exception crosses it. A parser is used by one thread at a time.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#define CSIMDJSON_NOEXCEPT noexcept
#else
#define CSIMDJSON_NOEXCEPT
#endif

#define CSIMDJSON_CLOSED_ENUM __attribute__((enum_extensibility(closed)))

// Arrays and objects inside each other. The walk recurses, so this bounds the stack; real messages need five.
static const uint32_t csimdjson_maximum_depth = 128;

// Values in one text, keys counted too: 32 MiB of table. A sample of the largest machine needs ten thousand.
static const uint32_t csimdjson_maximum_values = 1 << 20;

enum CSIMDJSON_CLOSED_ENUM csimdjson_kind {
    csimdjson_kind_null,
    csimdjson_kind_boolean,
    csimdjson_kind_signed,
    csimdjson_kind_unsigned, // an integer above INT64_MAX
    csimdjson_kind_real,
    csimdjson_kind_out_of_range, // a well-formed number that fits neither 64 bits nor a finite double
    csimdjson_kind_string,
    csimdjson_kind_array,
    csimdjson_kind_object,
};

// One value of the table. An array's elements follow it, each with its own contents; an object's fields follow it, each
// as a string (the key) and a value.
struct csimdjson_value {
    enum csimdjson_kind kind;
    uint32_t span; // values of the table that belong to this one, itself included: `value + span` is what follows
    uint32_t size; // bytes of `text`; elements of an array; fields of an object
    bool is_same; // with what belongs to it, as in the text before; to be looked at where the result says `has_same` only
    // A string without its escapes (lone surrogates are U+FFFD; it may hold NUL); a number or null as written.
    const char *text;
    union {
        bool boolean;
        int64_t signed_integer;
        uint64_t unsigned_integer;
        double real;
    };
};

enum CSIMDJSON_CLOSED_ENUM csimdjson_status {
    csimdjson_status_ok,
    csimdjson_status_empty, // no bytes, or only white space
    csimdjson_status_too_large,
    csimdjson_status_too_deep,
    csimdjson_status_too_many_values,
    csimdjson_status_out_of_memory,
    csimdjson_status_not_utf8,
    csimdjson_status_syntax,
};

struct csimdjson_result {
    enum csimdjson_status status;
    const char *message; // static; what is wrong, to follow a colon
    int64_t offset; // the byte where it was noticed, or -1 where that is unknown
    const struct csimdjson_value *root; // null unless ok; valid until the parser's next text, while this one's bytes stay
    bool has_same; // only figures and strings differ from the parser's last text, and `is_same` says which do not
};

typedef struct csimdjson_parser csimdjson_parser;

// A parser for texts of up to `maximum_bytes`, or null when there is no memory.
csimdjson_parser *csimdjson_parser_create(size_t maximum_bytes) CSIMDJSON_NOEXCEPT;

void csimdjson_parser_destroy(csimdjson_parser *parser) CSIMDJSON_NOEXCEPT;

// Parses a whole text. Where it is the last one with other figures, it costs a fraction.
struct csimdjson_result csimdjson_parse(csimdjson_parser *parser, const void *bytes, size_t length) CSIMDJSON_NOEXCEPT;

// Whether a string or key is this one. Inline: of a length known to the compiler it is a comparison of words.
static inline bool csimdjson_has_text(
    const struct csimdjson_value *value, const void *text, size_t length
) CSIMDJSON_NOEXCEPT {
    return value->size == length && memcmp(value->text, text, length) == 0;
}

// The value of an object's field, the last one where the key is repeated (as Python and JavaScript have it); null when
// there is none or `object` is something else.
const struct csimdjson_value *csimdjson_field(
    const struct csimdjson_value *object, const void *key, size_t length
) CSIMDJSON_NOEXCEPT;

#ifdef __cplusplus
}
#endif
