#include "CTimerDescriptor.h"

#include <errno.h>
#include <stdint.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

int ctimer_open(void) { return timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC); }

bool ctimer_arm(int descriptor) {
    // In the year 2242: not reached, and still a time that the kernel can count in nanoseconds.
    const struct itimerspec never = {.it_value = {.tv_sec = 2 * (time_t)UINT32_MAX}};
    const int flags = TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET;
    if (timerfd_settime(descriptor, flags, &never, NULL) == 0) return true;
    // The clock jumped between the last news and this: it is armed all the same (timerfd_create(2)).
    return errno == ECANCELED;
}

bool ctimer_take(int descriptor) {
    uint64_t expirations;
    return read(descriptor, &expirations, sizeof expirations) < 0 && errno == ECANCELED;
}
