#define _GNU_SOURCE
#include "CProgramPages.h"

#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

// Segments that are writable at the start hold this process's own data, even those that relocation makes constant.
static int release(struct dl_phdr_info *object, size_t size, void *total) {
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (size_t i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
        if (segment->p_type != PT_LOAD || segment->p_flags & PF_W) continue;
        const uintptr_t start = (object->dlpi_addr + segment->p_vaddr) & ~(page - 1);
        const size_t count = object->dlpi_addr + segment->p_vaddr + segment->p_memsz - start;
        if (madvise((void *)start, count, MADV_DONTNEED) == 0) *(size_t *)total += count;
    }
    return 0;
}

size_t cprogram_pages_release(void) {
    size_t total = 0;
    dl_iterate_phdr(release, &total);
    return total;
}
