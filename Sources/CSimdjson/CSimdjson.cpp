#include "CSimdjson.h"

#include <cstring>
#include <memory>
#include <new>
#include <vector>

#include <simdjson.h>

#include "Scalars.h"

namespace ondemand = simdjson::ondemand;

struct csimdjson_parser {
    explicit csimdjson_parser(size_t maximum) : maximum_bytes(maximum), parser(maximum) {}

    size_t maximum_bytes;
    ondemand::parser parser;
    // The text, padded as simdjson asks. Strings lose their escapes in place: simdjson only ever looks at the positions
    // it found in its first pass, and those lie outside of strings.
    std::unique_ptr<char[]> buffer;
    size_t buffer_bytes = 0;
    std::vector<csimdjson_value> values;

    void load(const void *bytes, size_t length);
};

namespace {

struct Failure {
    csimdjson_status status;
    const char *message;
    const char *position; // null: ask the document
};

/// Walks the whole document in order, so that every byte of it is checked, and writes the table.
class Walk {
public:
    Walk(csimdjson_parser &parser, size_t length, ondemand::document &document)
        : buffer(parser.buffer.get()), length(length), values(parser.values), document(document) {}

    bool run();
    bool fail(simdjson::error_code error);
    Failure failure{csimdjson_status_ok, nullptr, nullptr};

private:
    char *buffer;
    size_t length;
    std::vector<csimdjson_value> &values;
    ondemand::document &document;

    bool fail(csimdjson_status status, const char *message, const char *position = nullptr) {
        failure = {status, message, position};
        return false;
    }
    bool open(csimdjson_kind kind, size_t &index);
    void close(size_t index, size_t size);
    bool string(ondemand::raw_json_string raw);
    bool number(std::string_view token, simdjson::simdjson_result<ondemand::number> parsed);
    template <typename Source> bool value(Source &source, uint32_t depth);
    bool array(ondemand::array array, uint32_t depth);
    bool object(ondemand::object object, uint32_t depth);
};

const char *describe(simdjson::error_code error) {
    switch (error) {
    case simdjson::EMPTY: return "nothing but white space";
    case simdjson::UTF8_ERROR: return "bytes that are not UTF-8";
    case simdjson::UNCLOSED_STRING: return "unclosed string";
    case simdjson::UNESCAPED_CHARS: return "control character in a string";
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT: return "unclosed object or array";
    case simdjson::TRAILING_CONTENT: return "more text after the end";
    case simdjson::NUMBER_ERROR: return "malformed number";
    default: return "unexpected character";
    }
}

bool Walk::fail(simdjson::error_code error) {
    switch (error) {
    case simdjson::EMPTY: return fail(csimdjson_status_empty, describe(error));
    case simdjson::UTF8_ERROR: return fail(csimdjson_status_not_utf8, describe(error));
    case simdjson::CAPACITY: return fail(csimdjson_status_too_large, "too large");
    case simdjson::MEMALLOC: return fail(csimdjson_status_out_of_memory, "out of memory");
    default: return fail(csimdjson_status_syntax, describe(error));
    }
}

bool Walk::open(csimdjson_kind kind, size_t &index) {
    index = values.size();
    if (index >= csimdjson_maximum_values) return fail(csimdjson_status_too_many_values, "too many values");
    csimdjson_value value{};
    value.kind = kind;
    value.span = 1;
    values.push_back(value);
    return true;
}

void Walk::close(size_t index, size_t size) {
    values[index].size = uint32_t(size);
    values[index].span = uint32_t(values.size() - index);
}

bool Walk::string(ondemand::raw_json_string raw) {
    size_t index;
    if (!open(csimdjson_kind_string, index)) return false;
    char *text = buffer + (raw.raw() - buffer);
    size_t size;
    if (const char *wrong = csimdjson::unescape(text, size)) {
        return fail(csimdjson_status_syntax, "invalid escape in a string", wrong);
    }
    values[index].text = text;
    values[index].size = uint32_t(size);
    return true;
}

bool Walk::number(std::string_view token, simdjson::simdjson_result<ondemand::number> parsed) {
    size_t index;
    if (!open(csimdjson_kind_out_of_range, index)) return false;
    token = csimdjson::trimmed(token);
    csimdjson_value &value = values[index];
    value.text = token.data();
    value.size = uint32_t(token.size());
    ondemand::number number;
    if (auto error = std::move(parsed).get(number)) {
        // simdjson has one error for malformed and for too large; only the first makes the text invalid.
        return csimdjson::is_number(token) || fail(csimdjson_status_syntax, describe(error), token.data());
    }
    switch (number.get_number_type()) {
    case ondemand::number_type::signed_integer:
        value.kind = csimdjson_kind_signed;
        value.signed_integer = number.get_int64();
        break;
    case ondemand::number_type::unsigned_integer:
        value.kind = csimdjson_kind_unsigned;
        value.unsigned_integer = number.get_uint64();
        break;
    case ondemand::number_type::floating_point_number:
        value.kind = csimdjson_kind_real;
        value.real = number.get_double();
        break;
    }
    return true;
}

template <typename Source> bool Walk::value(Source &source, uint32_t depth) {
    ondemand::json_type type;
    if (auto error = source.type().get(type)) return fail(error);
    switch (type) {
    case ondemand::json_type::array: {
        ondemand::array inner;
        if (auto error = source.get_array().get(inner)) return fail(error);
        return array(inner, depth + 1);
    }
    case ondemand::json_type::object: {
        ondemand::object inner;
        if (auto error = source.get_object().get(inner)) return fail(error);
        return object(inner, depth + 1);
    }
    case ondemand::json_type::string: {
        ondemand::raw_json_string raw;
        if (auto error = source.get_raw_json_string().get(raw)) return fail(error);
        return string(raw);
    }
    case ondemand::json_type::number: {
        std::string_view token;
        if (auto error = simdjson::simdjson_result<std::string_view>(source.raw_json_token()).get(token)) {
            return fail(error);
        }
        return number(token, source.get_number());
    }
    case ondemand::json_type::boolean: {
        bool boolean;
        if (auto error = source.get_bool().get(boolean)) return fail(error);
        size_t index;
        if (!open(csimdjson_kind_boolean, index)) return false;
        values[index].boolean = boolean;
        return true;
    }
    case ondemand::json_type::null: {
        bool null = false;
        if (auto error = source.is_null().get(null)) return fail(error);
        size_t index;
        return null ? open(csimdjson_kind_null, index) : fail(simdjson::N_ATOM_ERROR);
    }
    }
    return fail(simdjson::TAPE_ERROR);
}

bool Walk::array(ondemand::array array, uint32_t depth) {
    if (depth > csimdjson_maximum_depth) return fail(csimdjson_status_too_deep, "nested too deeply");
    size_t index, count = 0;
    if (!open(csimdjson_kind_array, index)) return false;
    for (auto element : array) {
        ondemand::value inner;
        if (auto error = std::move(element).get(inner)) return fail(error);
        if (!value(inner, depth)) return false;
        count++;
    }
    close(index, count);
    return true;
}

bool Walk::object(ondemand::object object, uint32_t depth) {
    if (depth > csimdjson_maximum_depth) return fail(csimdjson_status_too_deep, "nested too deeply");
    size_t index, count = 0;
    if (!open(csimdjson_kind_object, index)) return false;
    for (auto pair : object) {
        ondemand::field field;
        if (auto error = std::move(pair).get(field)) return fail(error);
        if (!string(field.key()) || !value(field.value(), depth)) return false;
        count++;
    }
    close(index, count);
    return true;
}

bool Walk::run() {
    if (!value(document, 0)) return false;
    const csimdjson_value &root = values.front();
    if (root.kind == csimdjson_kind_out_of_range) { // simdjson does not move past a number that it cannot hold.
        const char *behind = root.text + root.size;
        if (csimdjson::trimmed({behind, size_t(buffer + length - behind)}).empty()) return true;
    }
    const bool at_end = document.current_location().error() == simdjson::OUT_OF_BOUNDS;
    return at_end || fail(simdjson::TRAILING_CONTENT);
}

csimdjson_result failed(csimdjson_status status, const char *message, int64_t offset = -1) {
    return {status, message, offset, nullptr};
}

csimdjson_result parse(csimdjson_parser &parser, const void *bytes, size_t length) {
    parser.load(bytes, length);
    simdjson::padded_string_view text(parser.buffer.get(), length, parser.buffer_bytes);
    ondemand::document document;
    Walk walk(parser, length, document);
    auto error = parser.parser.iterate(text).get(document);
    if (!(error ? walk.fail(error) : walk.run())) {
        const char *position = walk.failure.position;
        if (!position && !error && document.current_location().get(position)) position = nullptr;
        return failed(walk.failure.status, walk.failure.message, position ? position - parser.buffer.get() : -1);
    }
    return {csimdjson_status_ok, nullptr, -1, parser.values.data()};
}

} // namespace

void csimdjson_parser::load(const void *bytes, size_t length) {
    const size_t needed = length + simdjson::SIMDJSON_PADDING;
    const bool shrink = buffer_bytes > csimdjson_kept_bytes && needed <= csimdjson_kept_bytes;
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
    values.clear();
    std::memcpy(buffer.get(), bytes, length);
    std::memset(buffer.get() + length, 0, simdjson::SIMDJSON_PADDING);
}

csimdjson_parser *csimdjson_parser_create(size_t maximum_bytes) {
    const size_t limit = simdjson::SIMDJSON_MAXSIZE_BYTES - simdjson::SIMDJSON_PADDING;
    return new (std::nothrow) csimdjson_parser(maximum_bytes < limit ? maximum_bytes : limit);
}

void csimdjson_parser_destroy(csimdjson_parser *parser) { delete parser; }

csimdjson_result csimdjson_parse(csimdjson_parser *parser, const void *bytes, size_t length) {
    if (!parser) return failed(csimdjson_status_out_of_memory, "out of memory");
    if (length == 0) return failed(csimdjson_status_empty, "no bytes");
    if (length > parser->maximum_bytes) return failed(csimdjson_status_too_large, "too large");
    try {
        return parse(*parser, bytes, length);
    } catch (...) { // Only memory can run out: simdjson is asked for error codes.
        return failed(csimdjson_status_out_of_memory, "out of memory");
    }
}

const csimdjson_value *csimdjson_field(const csimdjson_value *object, const void *key, size_t length) {
    if (!object || object->kind != csimdjson_kind_object) return nullptr;
    const csimdjson_value *found = nullptr;
    const csimdjson_value *name = object + 1;
    for (uint32_t field = 0; field < object->size; field++) {
        const csimdjson_value *value = name + 1;
        if (name->size == length && std::memcmp(name->text, key, length) == 0) found = value;
        name = value + value->span;
    }
    return found;
}
