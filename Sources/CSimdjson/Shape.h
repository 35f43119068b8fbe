#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "CSimdjson.h"

namespace csimdjson {

/// What the last texts had in common. A server sends the same text over and over with other figures in it: where all bytes
/// but those of the figures are the same as before, the text is valid JSON of the same form, and only the figures need to be
/// read, into the table of the text before.
class Shape {
public:
    /// Reads a text that fits into the table of the last text learned or read: changes the values that vary, whose `text` then
    /// points into this one. Where it does not fit, the table is of no more use.
    bool read(const char *bytes, size_t length, std::vector<csimdjson_value> &values) const;

    /// Takes note of a text and of its table, whose values point into `buffer`, a copy of the text. What differs from the text
    /// before varies from now on; the other values are marked.
    void learn(const char *bytes, size_t length, const char *buffer, std::vector<csimdjson_value> &values);

    /// Fits nothing until the next text is learned.
    void forget() { text.clear(); }

private:
    /// A number, or a string without its quotes.
    struct Token {
        uint32_t value; // its place in the table
        uint32_t start;
        uint32_t end;
        bool varies;
    };

    bool has_form_of_earlier(const char *bytes, size_t length) const;
    void collect(const char *bytes, size_t length, const char *buffer, const std::vector<csimdjson_value> &values);

    std::string text; // empty when there is none
    std::vector<Token> tokens; // in the order of the text
    std::vector<Token> slots; // those that vary
    std::vector<Token> earlier; // of the text before
};

} // namespace csimdjson
