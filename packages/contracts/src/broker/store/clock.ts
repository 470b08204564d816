/**
 * Times of the store: ISO 8601 in UTC with microseconds, strictly increasing within one broker.
 * Rules such as "verified before this branch existed" compare them, and two requests can well
 * fall into the same millisecond.
 */
export type Clock = () => string;

export function storeClock(now: () => Date): Clock {
  let lastMillisecond = 0;
  let counter = 0;
  return () => {
    const millisecond = now().getTime();
    if (millisecond > lastMillisecond) {
      lastMillisecond = millisecond;
      counter = 0;
    } else if (++counter > 999) {
      lastMillisecond++;
      counter = 0;
    }
    const text = new Date(lastMillisecond).toISOString().slice(0, -1);
    return `${text}${String(counter).padStart(3, '0')}Z`;
  };
}

/** The form in which the protocol shows a time: whole seconds with a numeric offset. */
export function shownTime(time: string): string {
  return `${time.slice(0, 19)}+00:00`;
}
