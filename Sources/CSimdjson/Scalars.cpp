#include "Scalars.h"

#include <cstdint>
#include <cstring>

namespace {

/// The value of four hexadecimal digits, or -1. Stops at the first byte that is none, so it never passes a quote.
int32_t four_digits(const char *text) {
    int32_t value = 0;
    for (int i = 0; i < 4; i++) {
        const char c = text[i];
        int32_t digit;
        if (c >= '0' && c <= '9') digit = c - '0';
        else if (c >= 'a' && c <= 'f') digit = c - 'a' + 10;
        else if (c >= 'A' && c <= 'F') digit = c - 'A' + 10;
        else return -1;
        value = value << 4 | digit;
    }
    return value;
}

char *append(char *to, uint32_t scalar) {
    if (scalar < 0x80) {
        *to++ = char(scalar);
    } else if (scalar < 0x800) {
        *to++ = char(0xC0 | scalar >> 6);
        *to++ = char(0x80 | (scalar & 0x3F));
    } else if (scalar < 0x10000) {
        *to++ = char(0xE0 | scalar >> 12);
        *to++ = char(0x80 | (scalar >> 6 & 0x3F));
        *to++ = char(0x80 | (scalar & 0x3F));
    } else {
        *to++ = char(0xF0 | scalar >> 18);
        *to++ = char(0x80 | (scalar >> 12 & 0x3F));
        *to++ = char(0x80 | (scalar >> 6 & 0x3F));
        *to++ = char(0x80 | (scalar & 0x3F));
    }
    return to;
}

/// Reads the escape at `from` (a backslash) and moves `from` behind it; -1 when it is none.
int32_t escaped_scalar(const char *&from) {
    const char kind = from[1];
    if (kind != 'u') {
        from += 2;
        switch (kind) {
        case '"': case '\\': case '/': return kind;
        case 'b': return '\b';
        case 'f': return '\f';
        case 'n': return '\n';
        case 'r': return '\r';
        case 't': return '\t';
        default: return -1;
        }
    }
    const int32_t unit = four_digits(from + 2);
    if (unit < 0) return -1;
    from += 6;
    if (unit < 0xD800 || unit > 0xDFFF) return unit;
    if (unit < 0xDC00 && from[0] == '\\' && from[1] == 'u') {
        const int32_t low = four_digits(from + 2);
        if (low >= 0xDC00 && low <= 0xDFFF) {
            from += 6;
            return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        }
    }
    return 0xFFFD;
}

/// Where the first quote or backslash is. Eight bytes a step: what follows the closing quote may be read, it is padded.
const char *skip_plain(const char *text) {
    const uint64_t ones = 0x0101010101010101;
    for (;; text += 8) {
        uint64_t bytes;
        std::memcpy(&bytes, text, 8);
        const uint64_t quotes = bytes ^ ones * '"', backslashes = bytes ^ ones * '\\';
        // The high bit of each byte that is zero; above the first such byte others may be set too.
        const uint64_t found = ((quotes - ones) & ~quotes) | ((backslashes - ones) & ~backslashes);
        if (const uint64_t hits = found & ones << 7) return text + __builtin_ctzll(hits) / 8;
    }
}

size_t digits(std::string_view token, size_t &at) {
    const size_t start = at;
    while (at < token.size() && token[at] >= '0' && token[at] <= '9') at++;
    return at - start;
}

} // namespace

const char *csimdjson::unescape(char *text, size_t &size) noexcept {
    const char *from = skip_plain(text);
    char *to = text + (from - text);
    // An escape is never shorter than the UTF-8 of what it stands for, so `to` cannot overtake `from`.
    while (*from != '"') {
        if (*from == '\\') {
            const char *start = from;
            const int32_t scalar = escaped_scalar(from);
            if (scalar < 0) return start;
            to = append(to, uint32_t(scalar));
        } else {
            *to++ = *from++;
        }
    }
    size = size_t(to - text);
    return nullptr;
}

bool csimdjson::is_number(std::string_view token) noexcept {
    size_t at = 0;
    if (at < token.size() && token[at] == '-') at++;
    const size_t whole = at;
    const size_t count = digits(token, at);
    if (count == 0 || (count > 1 && token[whole] == '0')) return false;
    if (at < token.size() && token[at] == '.') {
        at++;
        if (digits(token, at) == 0) return false;
    }
    if (at < token.size() && (token[at] == 'e' || token[at] == 'E')) {
        at++;
        if (at < token.size() && (token[at] == '+' || token[at] == '-')) at++;
        if (digits(token, at) == 0) return false;
    }
    return at == token.size();
}

std::string_view csimdjson::trimmed(std::string_view token) noexcept {
    while (!token.empty()) {
        const char c = token.back();
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r') break;
        token.remove_suffix(1);
    }
    return token;
}
