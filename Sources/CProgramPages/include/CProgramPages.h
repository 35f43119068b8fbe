#pragma once

#include <stddef.h>

/// Takes the pages of all code and constants out of this process's memory: what is mapped from files and was never writable.
/// Returns how many bytes of addresses that was.
size_t cprogram_pages_release(void);
