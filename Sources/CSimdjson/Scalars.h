#pragma once

#include <cstddef>
#include <string_view>

namespace csimdjson {

/// Takes the escapes out of a string, in place. `text` is what follows the opening quote; a closing quote must follow.
/// Lone surrogates, which RFC 8259 allows and UTF-8 does not, become U+FFFD. Returns null and the size in bytes, or
/// where an invalid escape begins.
const char *unescape(char *text, size_t &size) noexcept;

/// Whether the whole token is a number by the grammar of RFC 8259 section 6.
bool is_number(std::string_view token) noexcept;

/// The token without the white space behind it.
std::string_view trimmed(std::string_view token) noexcept;

} // namespace csimdjson
