#pragma once

#include <stdbool.h>

/// A descriptor that becomes readable when the wall clock jumps, which waking from sleep does too; -1 on failure.
int ctimer_open(void);

/// Arms it. To be done anew after each jump.
bool ctimer_arm(int descriptor);

/// Takes the news of a jump; whether there was one.
bool ctimer_take(int descriptor);
