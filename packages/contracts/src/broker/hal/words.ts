const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How far apart two times are, in rounded words. */
export function distanceInWords(from: string, to: string): string {
  const distance = Math.max(0, Date.parse(to) - Date.parse(from));
  if (distance < MINUTE_MS) return 'less than a minute';
  const [size, unit] =
    distance < HOUR_MS
      ? [MINUTE_MS, 'minute']
      : distance < DAY_MS
        ? [HOUR_MS, 'hour']
        : distance < 60 * DAY_MS
          ? [DAY_MS, 'day']
          : distance < 730 * DAY_MS
            ? [30 * DAY_MS, 'month']
            : [365 * DAY_MS, 'year'];
  const count = Math.round(distance / (size as number));
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** `22/11/2026`, as version lists show the day of publication. */
export function shortDate(time: string): string {
  return `${time.slice(8, 10)}/${time.slice(5, 7)}/${time.slice(0, 4)}`;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Sun 22 Nov 2026, 1:05pm +00:00`, in UTC. */
export function longDate(time: string): string {
  const date = new Date(time);
  const day = `${DAYS[date.getUTCDay()]} ${String(date.getUTCDate()).padStart(2, '0')}`;
  const hour = date.getUTCHours();
  const minutes = String(date.getUTCMinutes()).padStart(2, '0');
  const clock = `${hour % 12 === 0 ? 12 : hour % 12}:${minutes}${hour < 12 ? 'am' : 'pm'}`;
  return `${day} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}, ${clock} +00:00`;
}
