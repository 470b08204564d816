/** `1 file`, `2 files`. */
export const count = (number: number, noun: string, plural: string = `${noun}s`): string =>
  `${number} ${number === 1 ? noun : plural}`;
