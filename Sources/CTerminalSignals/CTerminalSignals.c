#define _GNU_SOURCE
#include "CTerminalSignals.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// Signals as bytes

static const int taken_signals[] = {SIGWINCH, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT};
enum { taken_count = sizeof taken_signals / sizeof *taken_signals };

static struct sigaction taken_before[taken_count];
// Never closed: a handler may still be running on another thread, and its byte must not reach a stranger's file.
static int signal_pipe[2] = {-1, -1};

static void write_signal_number(int signal) {
    int saved = errno;
    unsigned char byte = (unsigned char)signal;
    // A full pipe already holds more news than the reader has taken.
    ssize_t written = write(signal_pipe[1], &byte, 1);
    (void)written;
    // A terminal that takes nothing more holds up whoever writes to it, and with it the reader of the pipe.
    if (signal == SIGTERM || signal == SIGHUP || signal == SIGINT || signal == SIGQUIT) alarm(CTERMINAL_END_SECONDS);
    errno = saved;
}

int cterminal_signals_take(void) {
    if (signal_pipe[0] < 0 && pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
    for (int i = 0; i < taken_count; i++) {
        struct sigaction action = {.sa_handler = write_signal_number, .sa_flags = SA_RESTART};
        sigfillset(&action.sa_mask);
        int number = taken_signals[i];
        sigaction(number, NULL, &taken_before[i]);
        bool ignored = taken_before[i].sa_handler == SIG_IGN;
        if (ignored && number != SIGWINCH && number != SIGCONT) continue;
        sigaction(number, &action, NULL);
    }
    return signal_pipe[0];
}

void cterminal_signals_give_back(void) {
    alarm(0);
    for (int i = 0; i < taken_count; i++) sigaction(taken_signals[i], &taken_before[i], NULL);
}

// Stopping

// Lets a stopping signal through to this thread (dispatch's workers block all of them); the mask before it.
static sigset_t unblock(int number) {
    sigset_t one, before;
    sigemptyset(&one);
    sigaddset(&one, number);
    pthread_sigmask(SIG_UNBLOCK, &one, &before);
    return before;
}

void cterminal_stop_process_group(void) {
    struct sigaction ours, ignore = {.sa_handler = SIG_IGN}, standard = {.sa_handler = SIG_DFL};
    sigaction(SIGTSTP, NULL, &ours);
    if (ours.sa_handler == SIG_IGN) return;

    // The others first, ourselves ignoring it; then this thread alone, so that the stop happens inside the call and
    // not at some later moment on whichever thread the kernel picks.
    sigaction(SIGTSTP, &ignore, NULL);
    kill(0, SIGTSTP);
    // Again, to drop the one that waits for us if the first thread had it blocked at that moment.
    sigaction(SIGTSTP, &ignore, NULL);
    sigaction(SIGTSTP, &standard, NULL);
    sigset_t before = unblock(SIGTSTP);
    pthread_kill(pthread_self(), SIGTSTP);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    sigaction(SIGTSTP, &ours, NULL);
}

void cterminal_wait_for_foreground(int terminal) {
    sigset_t before = unblock(SIGTTOU);
    struct termios settings;
    // Changes nothing; the kernel sends SIGTTOU and tries again until we are in the foreground.
    if (tcgetattr(terminal, &settings) == 0) tcsetattr(terminal, TCSANOW, &settings);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

// Standard error

static int errors_kept = -1;
static int errors_terminal = -1;

void cterminal_errors_divert(void) {
    if (errors_kept >= 0 || !isatty(STDERR_FILENO)) return;
    int kept = memfd_create("standard error", MFD_CLOEXEC);
    int terminal = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (kept < 0 || terminal < 0 || dup2(kept, STDERR_FILENO) < 0) {
        if (kept >= 0) close(kept);
        if (terminal >= 0) close(terminal);
        return;
    }
    errors_kept = kept;
    errors_terminal = terminal;
}

// Writes all of it, but waits no longer than a second for room each time. Async-signal-safe, for the crash handler.
static bool write_patiently(int file, const uint8_t *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(file, bytes, count);
        if (written > 0) {
            bytes += written;
            count -= (size_t)written;
            continue;
        }
        struct pollfd room = {.fd = file, .events = POLLOUT};
        if (written == 0 || errno != EAGAIN || poll(&room, 1, 1000) != 1) return false;
    }
    return true;
}

// Async-signal-safe, for the crash handler.
static void show_kept_errors(void) {
    dup2(errors_terminal, STDERR_FILENO);
    if (lseek(errors_kept, -CTERMINAL_ERRORS_SHOWN_MAX, SEEK_END) < 0) lseek(errors_kept, 0, SEEK_SET);
    uint8_t bytes[1024];
    ssize_t count;
    while ((count = read(errors_kept, bytes, sizeof bytes)) > 0) {
        if (!write_patiently(STDERR_FILENO, bytes, (size_t)count)) break;
    }
}

void cterminal_errors_give_back(void) {
    if (errors_kept < 0) return;
    show_kept_errors();
    close(errors_kept);
    close(errors_terminal);
    errors_kept = errors_terminal = -1;
}

// Crashes

static const int fatal_signals[] = {SIGSEGV, SIGBUS,  SIGILL,  SIGTRAP, SIGFPE,    SIGABRT, SIGSYS,
                                    SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU, SIGVTALRM, SIGPROF};
enum { fatal_count = sizeof fatal_signals / sizeof *fatal_signals };

static struct sigaction fatal_before[fatal_count];
static bool fatal_installed;
static atomic_bool crash_armed;
static int crash_terminal = -1; // where frames are written
static int crash_own_terminal = -1; // the same, for the handler alone
static int crash_nowhere = -1; // /dev/null
static struct termios crash_settings;
static uint8_t crash_bytes[CTERMINAL_CRASH_BYTES_MAX];
static size_t crash_count;

static void restore_and_die(int number) {
    if (atomic_exchange(&crash_armed, false)) {
        // Another thread may be painting: what it still writes must not follow what is written here.
        if (crash_nowhere >= 0) dup2(crash_nowhere, crash_terminal);
        // A terminal that takes nothing must not keep us from dying; one that is behind, as a slow link is, gets the time to
        // take this too. The mode is shared with the shell: it is put back.
        int flags = fcntl(crash_own_terminal, F_GETFL);
        fcntl(crash_own_terminal, F_SETFL, flags | O_NONBLOCK);
        write_patiently(crash_own_terminal, crash_bytes, crash_count);
        tcsetattr(crash_own_terminal, TCSANOW, &crash_settings);
        if (errors_kept >= 0) show_kept_errors();
        fcntl(crash_own_terminal, F_SETFL, flags);
    }
    for (int i = 0; i < fatal_count; i++) {
        if (fatal_signals[i] == number) sigaction(number, &fatal_before[i], NULL);
    }
    // Blocked while this handler runs, so it strikes at the return, in the frame that failed.
    raise(number);
}

void cterminal_crash_prepare_thread(void) {
    // With the thread it belongs to it comes and goes. 32 KiB: room for the largest vector state and for the handler
    // itself.
    static _Thread_local uint8_t stack[32 * 1024];
    static _Thread_local bool prepared;
    if (prepared) return;
    prepared = true;
    stack_t present, ours = {.ss_sp = stack, .ss_size = sizeof stack};
    if (sigaltstack(NULL, &present) == 0 && (present.ss_flags & SS_DISABLE)) sigaltstack(&ours, NULL);
}

void cterminal_crash_arm(int terminal, const struct termios *settings, const uint8_t *bytes, size_t count) {
    if (count > sizeof crash_bytes) return;
    crash_terminal = terminal;
    if (crash_own_terminal < 0) crash_own_terminal = fcntl(terminal, F_DUPFD_CLOEXEC, 3);
    if (crash_own_terminal < 0) return;
    if (crash_nowhere < 0) crash_nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    crash_settings = *settings;
    memcpy(crash_bytes, bytes, count);
    crash_count = count;
    if (!fatal_installed) {
        // Everything is blocked meanwhile: SIGTTOU must not stop a background process at tcsetattr.
        struct sigaction action = {.sa_handler = restore_and_die, .sa_flags = SA_ONSTACK};
        sigfillset(&action.sa_mask);
        for (int i = 0; i < fatal_count; i++) {
            sigaction(fatal_signals[i], NULL, &fatal_before[i]);
            if (fatal_before[i].sa_handler != SIG_IGN) sigaction(fatal_signals[i], &action, NULL);
        }
        fatal_installed = true;
    }
    atomic_store(&crash_armed, true);
}

void cterminal_crash_disarm(void) {
    atomic_store(&crash_armed, false);
    if (crash_own_terminal >= 0) close(crash_own_terminal);
    if (crash_nowhere >= 0) close(crash_nowhere);
    crash_own_terminal = crash_nowhere = -1;
    if (!fatal_installed) return;
    for (int i = 0; i < fatal_count; i++) sigaction(fatal_signals[i], &fatal_before[i], NULL);
    fatal_installed = false;
}
