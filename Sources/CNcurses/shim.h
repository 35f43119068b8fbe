// What Swift cannot see of ncurses (macros, variadics, mutable globals), under a `cncurses_` prefix.
#pragma once
#define NCURSES_WIDECHAR 1
#include <langinfo.h>
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <ncursesw/curses.h>

// Hidden by <wchar.h> without X/Open's feature macro; it is what ncurses lays cells out by.
extern int wcwidth(wchar_t character);

// <term.h> defines macros such as `columns` and `lines`, so its one name that is used is declared here.
extern int setupterm(const char *name, int file, int *status);

static inline SCREEN *cncurses_newterm(void) { return newterm(NULL, stdout, stdin); }
static inline WINDOW *cncurses_stdscr(void) { return stdscr; }
static inline WINDOW *cncurses_curscr(void) { return curscr; }
static inline int cncurses_colors(void) { return COLORS; }
static inline int cncurses_color_pairs(void) { return COLOR_PAIRS; }
static inline const char *cncurses_codeset(void) { return nl_langinfo(CODESET); }

// Columns of a scalar in the current locale; -1 when it has none.
static inline int cncurses_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

// A terminfo string; NULL when the terminal lacks it.
static inline const char *cncurses_capability(const char *name) {
    const char *value = tigetstr(name);
    return value == (const char *)-1 ? NULL : value;
}

// A terminfo string with one number put in; the result lives until the next call.
static inline const char *cncurses_parametrised(const char *text, int number) {
    return tparm(text, (long)number, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
}

static const attr_t cncurses_bold = A_BOLD;
static const attr_t cncurses_dim = A_DIM;
static const attr_t cncurses_underline = A_UNDERLINE;
static const attr_t cncurses_reverse = A_REVERSE;

static const mmask_t cncurses_mouse_press = BUTTON1_PRESSED;
static const mmask_t cncurses_wheel_up = BUTTON4_PRESSED;
static const mmask_t cncurses_wheel_down = BUTTON5_PRESSED;

// Puts one character (a base and its combining marks, ended by 0) with an int pair. ERR in the last column of the
// last row is what ncurses says after it drew the cell there and could not move on.
static inline int cncurses_put(
    WINDOW *window, int row, int column, const uint32_t *text, attr_t attributes, int pair
) {
    cchar_t cell;
    if (setcchar(&cell, (const wchar_t *)text, attributes, 0, &pair) == ERR) return ERR;
    return mvwadd_wch(window, row, column, &cell);
}

// The same for one ASCII character.
static inline int cncurses_put_ascii(
    WINDOW *window, int row, int column, uint8_t character, attr_t attributes, int pair
) {
    const uint32_t text[2] = {character, 0};
    return cncurses_put(window, row, column, text, attributes, pair);
}
