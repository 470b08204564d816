/** An interval (`every 1000 ms`) is as often a timer of a screen as a job. */
export const isCron = (schedule: string | undefined): boolean =>
  schedule !== undefined && !/^every \d+ ms$/.test(schedule);
