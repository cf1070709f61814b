/**
 * The time for durations, in milliseconds since the program started. Unlike the time of day, it never jumps: when a
 * computer's clock is set back, a pause would last for hours.
 */
export const readClock = (): number => performance.now();

/** The longest time that a timer takes, in milliseconds: with a longer one, Node's timers fire at once. */
export const LONGEST_TIMER = 2 ** 31 - 1;
