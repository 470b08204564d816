/** Where the journey tells its story. */
export interface Output {
  readonly isTTY?: boolean | undefined;
  /** Width of the terminal. */
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

export interface Narrator {
  /** Begins a new part. */
  headline(text: string): void;
  /** What was done or seen. */
  say(text: string): void;
  /** Where the reader can look for himself: a file, a URL or a command. */
  look(text: string): void;
  /** Output of a command, indented. */
  quote(text: string, lines?: number): void;
  /** Shows that something still runs until `work` settles. */
  during<T>(label: string, work: Promise<T> | (() => Promise<T>)): Promise<T>;
}

/** How often a plain log says that something still runs, in milliseconds. */
const PLAIN_INTERVAL = 5_000;
const TERMINAL_INTERVAL = 200;
/** Back to the start of the line, and nothing left on it. */
const ERASE = '\r\u001b[2K';

export function createNarrator(output: Output, now: () => number = Date.now): Narrator {
  const line = (text: string): void => {
    output.write(`${text}\n`);
  };
  return {
    headline: (text) => line(`\n${text}`),
    say: (text) => line(`      ${text}`),
    look: (text) => line(`   -> ${text}`),
    quote: (text, lines = 12) => {
      const all = text.trimEnd().split('\n');
      for (const quoted of all.slice(0, lines)) line(`      | ${quoted}`);
      if (all.length > lines) line(`      | … ${all.length - lines} more lines`);
    },
    during: async (label, work) => {
      const started = now();
      const seconds = (): number => Math.round((now() - started) / 1_000);
      const show = (): void => {
        if (output.isTTY === true) output.write(`${ERASE}${fitted(output, label, seconds())}`);
        else line(`    … ${label} (${seconds()} s)`);
      };
      if (output.isTTY === true) show();
      const interval = output.isTTY === true ? TERMINAL_INTERVAL : PLAIN_INTERVAL;
      const timer = setInterval(show, interval);
      try {
        return await (typeof work === 'function' ? work() : work);
      } finally {
        clearInterval(timer);
        if (output.isTTY === true) output.write(ERASE);
      }
    },
  };
}

/** A line that wraps could not be erased as one. */
function fitted({ columns = 80 }: Output, label: string, seconds: number): string {
  const end = ` (${seconds} s)`;
  const start = `    … ${label}`;
  return `${start.slice(0, Math.max(0, columns - 1 - end.length))}${end}`;
}
