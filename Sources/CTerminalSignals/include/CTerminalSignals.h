// What runs inside signal handlers. In C, because a handler may only touch memory that is already there and call
// functions that are async-signal-safe; Swift's lazy globals and reference counting are neither.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <termios.h>

// Takes SIGWINCH, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP and SIGCONT: each comes as one byte, its number, from the
// descriptor returned, which stays open for the life of the process. Those that were ignored stay ignored (as
// nohup and shells without job control want), except SIGWINCH and SIGCONT. One that asks for the end (SIGTERM, SIGHUP,
// SIGINT, SIGQUIT) must have led to `cterminal_signals_give_back` within CTERMINAL_END_SECONDS, else SIGALRM ends the
// process as a crash would. -1 with errno on failure.
int cterminal_signals_take(void);

// Puts back what `cterminal_signals_take` found.
void cterminal_signals_give_back(void);

// Long enough for a busy machine to paint its last, short for someone who waits.
#define CTERMINAL_END_SECONDS 2

// Stops the whole process group as SIGTSTP does by default, and returns when it is continued. Does nothing in a
// process that was started with SIGTSTP ignored; the kernel does nothing in an orphaned process group.
void cterminal_stop_process_group(void);

// Returns when the process is in the terminal's foreground: in the background it is stopped, as the kernel stops
// whoever changes a terminal from there. Returns at once in an orphaned process group, or without a terminal.
void cterminal_wait_for_foreground(int terminal);

// Diverts standard error into memory if it is a terminal, so that nothing is printed over the screen. The crash
// handler writes what was kept to the terminal, a trap's own message among it.
void cterminal_errors_divert(void);

// Standard error is as before, and what was kept is written to it: the last CTERMINAL_ERRORS_SHOWN_MAX bytes.
void cterminal_errors_give_back(void);

// A few screenfuls: more would only scroll away.
#define CTERMINAL_ERRORS_SHOWN_MAX 16384

// From now on a fatal signal (SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS; and SIGALRM, SIGUSR1, SIGUSR2,
// SIGXCPU, SIGVTALRM, SIGPROF, which end a process by default, unless ignored) first writes `bytes` to the
// terminal and sets `settings`; then the signal takes the course it had before, so status and core dump stay true.
// `count` is at most CTERMINAL_CRASH_BYTES_MAX, else nothing is armed.
void cterminal_crash_arm(int terminal, const struct termios *settings, const uint8_t *bytes, size_t count);

// Gives the calling thread a stack for the crash handler, for when its own overflows. Cheap to call again.
void cterminal_crash_prepare_thread(void);

// The terminal is no longer ours: a fatal signal leaves it alone.
void cterminal_crash_disarm(void);

// A few capability strings; twenty bytes each at most in all of terminfo's common entries.
#define CTERMINAL_CRASH_BYTES_MAX 512
