#pragma once

#include <vector>

#include <simdjson.h>

#include "CSimdjson.h"

namespace csimdjson {

struct Failure {
    csimdjson_status status;
    const char *message;
    const char *position; // null: ask the document
};

/// Walks the whole document in order, so that every byte of it is checked, and writes the table.
class Walk {
public:
    /// `values` is room for the table: what is in it before does not matter, and it only grows.
    Walk(char *buffer, size_t length, simdjson::ondemand::document &document, std::vector<csimdjson_value> &values)
        : buffer(buffer), length(length), document(document), values(values) {}

    bool run();
    bool fail(simdjson::error_code error);
    Failure failure{csimdjson_status_ok, nullptr, nullptr};

private:
    char *buffer;
    size_t length;
    simdjson::ondemand::document &document;
    std::vector<csimdjson_value> &values;
    size_t count = 0; // values written

    bool fail(csimdjson_status status, const char *message, const char *position = nullptr) {
        failure = {status, message, position};
        return false;
    }
    bool open(csimdjson_kind kind, size_t &index);
    bool grow();
    void close(size_t index, size_t size);
    bool string(simdjson::ondemand::raw_json_string raw);
    bool number(std::string_view token, simdjson::simdjson_result<simdjson::ondemand::number> parsed);
    template <typename Source> bool value(Source &source, uint32_t depth);
    bool array(simdjson::ondemand::array array, uint32_t depth);
    bool object(simdjson::ondemand::object object, uint32_t depth);
};

} // namespace csimdjson
