#include "Shape.h"

#include <algorithm>
#include <charconv>
#include <cstring>

using csimdjson::Shape;

namespace {

/// Longer texts are not learned: a machine of a thousand cores sends 8 KB.
constexpr size_t maximum_length = 1 << 16;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The number that a double holds exactly, over a power of ten that it holds exactly, is rounded once.
constexpr uint64_t largest_exact = uint64_t(1) << 53;
constexpr double powers_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8, 1e9,
                                    1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18};
/// What always fits into an `int64_t`.
constexpr size_t maximum_digits = 18;

/// Reads a number without an exponent, and with no more digits than any but the odd one has: where it stops, what follows
/// must be as before.
bool read_number(const char *&at, const char *end, csimdjson_value &value) {
    const char *start = at;
    const bool is_negative = at < end && *at == '-';
    at += is_negative;
    const char *first = at;
    uint64_t digits = 0;
    for (; at < end && is_digit(*at); at++) digits = digits * 10 + uint64_t(*at - '0');
    const size_t whole = size_t(at - first);
    if (whole == 0 || whole > maximum_digits || (whole > 1 && *first == '0')) return false;
    if (at < end && *at == '.') {
        const char *point = at++;
        for (; at < end && is_digit(*at); at++) digits = digits * 10 + uint64_t(*at - '0');
        const size_t places = size_t(at - point) - 1;
        if (places == 0) return false;
        value.kind = csimdjson_kind_real;
        if (whole + places <= maximum_digits && digits <= largest_exact) {
            const double real = double(digits) / powers_of_ten[places];
            value.real = is_negative ? -real : real;
        } else if (std::from_chars(start, at, value.real).ec != std::errc()) {
            return false;
        }
    } else {
        value.kind = csimdjson_kind_signed;
        value.signed_integer = is_negative ? -int64_t(digits) : int64_t(digits);
    }
    value.text = start;
    value.size = uint32_t(at - start);
    return true;
}

/// Objects with more fields are not learned.
constexpr uint32_t maximum_fields = 64;

/// Whether an object has the same key twice. Of such a key the last value counts, so that it does not stand for itself whether
/// something has changed; and as nobody sends that, it need not be fast.
bool has_repeated_keys(const std::vector<csimdjson_value> &values) {
    for (uint32_t i = 0; i < values.front().span; i++) {
        if (values[i].kind != csimdjson_kind_object) continue;
        if (values[i].size > maximum_fields) return true;
        const csimdjson_value *keys[maximum_fields];
        const csimdjson_value *key = &values[i] + 1;
        for (uint32_t field = 0; field < values[i].size; field++) {
            for (uint32_t other = 0; other < field; other++) {
                if (csimdjson_has_text(keys[other], key->text, key->size)) return true;
            }
            keys[field] = key;
            key += 1 + key[1].span;
        }
    }
    return false;
}

/// Reads a string of printable ASCII without escapes, up to its closing quote.
bool read_string(const char *&at, const char *end, csimdjson_value &value) {
    const char *start = at;
    while (at < end && *at >= ' ' && *at < 0x7F && *at != '"' && *at != '\\') at++;
    value.text = start;
    value.size = uint32_t(at - start);
    return true;
}

} // namespace

bool Shape::read(const char *bytes, size_t length, std::vector<csimdjson_value> &values) const {
    if (text.empty()) return false;
    const char *at = bytes, *const end = bytes + length;
    size_t known = 0;
    const auto is_same = [&](size_t until) {
        const size_t count = until - known;
        if (size_t(end - at) < count || std::memcmp(at, text.data() + known, count) != 0) return false;
        at += count;
        return true;
    };
    for (const Token &slot : slots) {
        if (!is_same(slot.start)) return false;
        csimdjson_value &value = values[slot.value];
        const bool is_string = value.kind == csimdjson_kind_string;
        if (!(is_string ? read_string(at, end, value) : read_number(at, end, value))) return false;
        known = slot.end;
    }
    return is_same(text.size()) && at == end;
}

void Shape::learn(const char *bytes, size_t length, const char *buffer, std::vector<csimdjson_value> &values) {
    if (length > maximum_length || has_repeated_keys(values)) return forget();
    earlier.swap(tokens);
    tokens.clear();
    collect(bytes, length, buffer, values);
    slots.clear();
    if (has_form_of_earlier(bytes, length)) {
        for (size_t i = 0; i < tokens.size(); i++) {
            const Token &before = earlier[i];
            Token &token = tokens[i];
            token.varies = before.varies || std::string_view(text).substr(before.start, before.end - before.start)
                != std::string_view(bytes + token.start, token.end - token.start);
            if (token.varies) slots.push_back(token);
        }
    }
    text.assign(bytes, length);
    for (size_t i = 0; i < values.front().span; i++) {
        const auto slot = std::lower_bound(
            slots.begin(), slots.end(), i, [](const Token &slot, size_t index) { return slot.value < index; });
        values[i].is_same = slot == slots.end() || slot->value >= i + values[i].span;
    }
}

/// Whether all bytes between the tokens are those between the tokens of the text before.
bool Shape::has_form_of_earlier(const char *bytes, size_t length) const {
    if (text.empty() || tokens.size() != earlier.size()) return false;
    const std::string_view before(text), now(bytes, length);
    size_t end_before = 0, end = 0;
    for (size_t i = 0; i < tokens.size(); i++) {
        if (before.substr(end_before, earlier[i].start - end_before) != now.substr(end, tokens[i].start - end)) {
            return false;
        }
        end_before = earlier[i].end;
        end = tokens[i].end;
    }
    return before.substr(end_before) == now.substr(end);
}

/// Finds what may vary: all numbers, and strings without escapes that are no keys.
void Shape::collect(const char *bytes, size_t length, const char *buffer, const std::vector<csimdjson_value> &values) {
    for (uint32_t i = 0; i < values.front().span; i++) {
        const csimdjson_value &value = values[i];
        const bool is_string = value.kind == csimdjson_kind_string;
        if (!is_string && value.kind != csimdjson_kind_signed && value.kind != csimdjson_kind_real) continue;
        const uint32_t start = uint32_t(value.text - buffer), end = start + value.size;
        if (is_string) {
            // With an escape it is longer as written.
            if (bytes[end] != '"' || std::memchr(bytes + start, '\\', value.size)) continue;
            const std::string_view rest(bytes + end + 1, length - end - 1);
            const size_t next = rest.find_first_not_of(" \t\r\n");
            if (next != rest.npos && rest[next] == ':') continue;
        }
        tokens.push_back({i, start, end, false});
    }
}
