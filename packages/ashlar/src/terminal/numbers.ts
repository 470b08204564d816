import { InvalidArgumentError } from 'commander';

/** Option parser for a TCP port; 0 asks for any free one. */
export function port(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65_535)
    throw new InvalidArgumentError('A port is 0 to 65535.');
  return value;
}

/** Option parser for a percentage. */
export function percentage(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 100)) {
    throw new InvalidArgumentError('A percentage is 0 to 100.');
  }
  return value;
}

/** Option parser for a positive whole number. */
export function count(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1) throw new InvalidArgumentError('A whole number from 1 up.');
  return value;
}

/** Option parser for any number. */
export function figure(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('A number.');
  return value;
}

/** Option parser for a day of the calendar. */
export function day(text: string): string {
  const time = new Date(`${text}T00:00:00Z`);
  const real = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time.getTime());
  if (!real || time.toISOString().slice(0, 10) !== text) {
    throw new InvalidArgumentError('A day is YYYY-MM-DD.');
  }
  return text;
}

export function percent(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)} %`;
}
