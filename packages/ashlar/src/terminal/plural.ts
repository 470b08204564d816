/** `1 file`, `2 files`. */
export const plural = (number: number, noun: string, several: string = `${noun}s`): string =>
  `${number} ${number === 1 ? noun : several}`;
