import { CliError } from '../model/error.ts';

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * A time to come as people write it: `8h`, `2d`, a day (its end, in UTC), or ISO 8601.
 *
 * @returns ISO 8601 in UTC
 * @throws {CliError} CLI_USAGE
 */
export function endOf(text: string, now: Date): string {
  const [, number, unit] = /^(\d+)([mhd])$/.exec(text) ?? [];
  if (number !== undefined) {
    const length = Number(number) * UNITS[unit as keyof typeof UNITS];
    return new Date(now.getTime() + length).toISOString();
  }
  const time = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T23:59:59Z` : text);
  if (/^\d{4}-/.test(text) && !Number.isNaN(time.getTime())) return time.toISOString();
  throw new CliError(
    'CLI_USAGE',
    `"${text}" is no time`,
    'Write how long, such as 8h or 2d, or until when, such as 2030-01-31.',
  );
}
