#include "CSimdjson.h"

#include <cstring>
#include <memory>
#include <new>
#include <vector>

#include <simdjson.h>

#include "Shape.h"
#include "Walk.h"

namespace ondemand = simdjson::ondemand;

// Buffers larger than this are given back before the next smaller text, so that one huge text is not paid for forever.
static constexpr size_t kept_bytes = 1 << 20;

struct csimdjson_parser {
    explicit csimdjson_parser(size_t maximum) : maximum_bytes(maximum), parser(maximum) {}

    size_t maximum_bytes;
    ondemand::parser parser;
    // The text, padded as simdjson asks. Strings lose their escapes in place: simdjson only ever looks at the positions
    // it found in its first pass, and those lie outside of strings.
    std::unique_ptr<char[]> buffer;
    size_t buffer_bytes = 0;
    std::vector<csimdjson_value> values;
    csimdjson::Shape shape;

    void load(const void *bytes, size_t length);
};

namespace {

csimdjson_result failed(csimdjson_status status, const char *message, int64_t offset = -1) {
    return {status, message, offset, nullptr, false};
}

csimdjson_result parse(csimdjson_parser &parser, const char *bytes, size_t length) {
    if (parser.shape.read(bytes, length, parser.values)) {
        return {csimdjson_status_ok, nullptr, -1, parser.values.data(), true};
    }
    parser.load(bytes, length);
    simdjson::padded_string_view text(parser.buffer.get(), length, parser.buffer_bytes);
    ondemand::document document;
    csimdjson::Walk walk(parser.buffer.get(), length, document, parser.values);
    auto error = parser.parser.iterate(text).get(document);
    if (!(error ? walk.fail(error) : walk.run())) {
        const char *position = walk.failure.position;
        if (!position && !error && document.current_location().get(position)) position = nullptr;
        parser.shape.forget();
        return failed(walk.failure.status, walk.failure.message, position ? position - parser.buffer.get() : -1);
    }
    parser.shape.learn(bytes, length, parser.buffer.get(), parser.values);
    return {csimdjson_status_ok, nullptr, -1, parser.values.data(), false};
}

} // namespace

void csimdjson_parser::load(const void *bytes, size_t length) {
    const size_t needed = length + simdjson::SIMDJSON_PADDING;
    const bool shrink = buffer_bytes > kept_bytes && needed <= kept_bytes;
    if (needed > buffer_bytes || shrink) {
        size_t capacity = 4096;
        while (capacity < needed) capacity *= 2;
        buffer.reset();
        buffer_bytes = 0;
        buffer.reset(new char[capacity]);
        buffer_bytes = capacity;
    }
    if (shrink) {
        parser = ondemand::parser(maximum_bytes);
        values = {};
    }
    std::memcpy(buffer.get(), bytes, length);
    std::memset(buffer.get() + length, 0, simdjson::SIMDJSON_PADDING);
}

csimdjson_parser *csimdjson_parser_create(size_t maximum_bytes) noexcept {
    const size_t limit = simdjson::SIMDJSON_MAXSIZE_BYTES - simdjson::SIMDJSON_PADDING;
    return new (std::nothrow) csimdjson_parser(maximum_bytes < limit ? maximum_bytes : limit);
}

void csimdjson_parser_destroy(csimdjson_parser *parser) noexcept { delete parser; }

csimdjson_result csimdjson_parse(csimdjson_parser *parser, const void *bytes, size_t length) noexcept {
    if (!parser) return failed(csimdjson_status_out_of_memory, "out of memory");
    if (length == 0) return failed(csimdjson_status_empty, "no bytes");
    if (length > parser->maximum_bytes) return failed(csimdjson_status_too_large, "too large");
    try {
        return parse(*parser, static_cast<const char *>(bytes), length);
    } catch (...) { // Only memory can run out: simdjson is asked for error codes.
        parser->shape.forget();
        return failed(csimdjson_status_out_of_memory, "out of memory");
    }
}

const csimdjson_value *csimdjson_field(const csimdjson_value *object, const void *key, size_t length) noexcept {
    if (!object || object->kind != csimdjson_kind_object) return nullptr;
    const csimdjson_value *found = nullptr;
    const csimdjson_value *name = object + 1;
    for (uint32_t field = 0; field < object->size; field++) {
        const csimdjson_value *value = name + 1;
        if (csimdjson_has_text(name, key, length)) found = value;
        name = value + value->span;
    }
    return found;
}
