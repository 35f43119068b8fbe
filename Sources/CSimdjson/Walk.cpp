#include "Walk.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string_view>
#include <utility>

#include "Scalars.h"

namespace ondemand = simdjson::ondemand;
using csimdjson::Walk;

namespace {

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

/// A document's token may be an error, a value's is just a token.
template <typename Source> simdjson::simdjson_result<std::string_view> raw_token(Source &source) {
    return source.raw_json_token();
}

} // namespace

bool Walk::fail(simdjson::error_code error) {
    switch (error) {
    case simdjson::EMPTY: return fail(csimdjson_status_empty, describe(error));
    case simdjson::UTF8_ERROR: return fail(csimdjson_status_not_utf8, describe(error));
    case simdjson::CAPACITY: return fail(csimdjson_status_too_large, "too large");
    case simdjson::MEMALLOC: return fail(csimdjson_status_out_of_memory, "out of memory");
    default: return fail(csimdjson_status_syntax, describe(error));
    }
}

inline bool Walk::open(csimdjson_kind kind, size_t &index) {
    index = count;
    if (index == values.size() && !grow()) return false;
    csimdjson_value &value = values[index];
    value.kind = kind;
    value.span = 1;
    value.size = 0;
    count++;
    return true;
}

bool Walk::grow() {
    if (count >= csimdjson_maximum_values) return fail(csimdjson_status_too_many_values, "too many values");
    values.resize(std::min<size_t>(csimdjson_maximum_values, std::max<size_t>(64, count * 2)));
    return true;
}

void Walk::close(size_t index, size_t size) {
    values[index].size = uint32_t(size);
    values[index].span = uint32_t(count - index);
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
        value.real = number.get_double();
        // Of a real with more digits than 64 bits hold, simdjson 3.0.1 says 0 here.
        if (token.size() > std::numeric_limits<uint64_t>::digits10
            && std::from_chars(token.data(), token.data() + token.size(), value.real).ec != std::errc()) {
            break;
        }
        value.kind = csimdjson_kind_real;
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
        if (auto error = raw_token(source).get(token)) return fail(error);
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
        std::string_view token;
        if (auto error = raw_token(source).get(token)) return fail(error);
        token = csimdjson::trimmed(token);
        if (token != "null") return fail(simdjson::N_ATOM_ERROR);
        bool null; // Only to move on: at the root, simdjson 3.0.1 takes `nullx ` and refuses `null `.
        (void)source.is_null().get(null);
        size_t index;
        if (!open(csimdjson_kind_null, index)) return false;
        values[index].text = token.data();
        values[index].size = uint32_t(token.size());
        return true;
    }
    }
    return fail(simdjson::TAPE_ERROR);
}

bool Walk::array(ondemand::array array, uint32_t depth) {
    if (depth > csimdjson_maximum_depth) return fail(csimdjson_status_too_deep, "nested too deeply");
    size_t index, size = 0;
    if (!open(csimdjson_kind_array, index)) return false;
    for (auto element : array) {
        ondemand::value inner;
        if (auto error = std::move(element).get(inner)) return fail(error);
        if (!value(inner, depth)) return false;
        size++;
    }
    close(index, size);
    return true;
}

bool Walk::object(ondemand::object object, uint32_t depth) {
    if (depth > csimdjson_maximum_depth) return fail(csimdjson_status_too_deep, "nested too deeply");
    size_t index, size = 0;
    if (!open(csimdjson_kind_object, index)) return false;
    for (auto pair : object) {
        ondemand::field field;
        if (auto error = std::move(pair).get(field)) return fail(error);
        if (!string(field.key()) || !value(field.value(), depth)) return false;
        size++;
    }
    close(index, size);
    return true;
}

bool Walk::run() {
    if (!value(document, 0)) return false;
    const csimdjson_value &root = values.front();
    if (root.kind == csimdjson_kind_out_of_range || root.kind == csimdjson_kind_null) {
        // At the root, simdjson does not move past a number that it cannot hold, nor always past null.
        const char *behind = root.text + root.size;
        if (csimdjson::trimmed({behind, size_t(buffer + length - behind)}).empty()) return true;
    }
    const bool at_end = document.current_location().error() == simdjson::OUT_OF_BOUNDS;
    return at_end || fail(simdjson::TRAILING_CONTENT);
}
