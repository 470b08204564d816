/** One JSON object per line on stderr; stdout belongs to the `listening` line. */
import { currentTrace } from './trace-context.ts';

const LEVELS = { debug: 10, info: 20, warn: 30, error: 40, silent: 99 } as const;
type Level = keyof typeof LEVELS;

export type LogFields = Record<string, unknown>;

const threshold = LEVELS[(process.env.LOG_LEVEL ?? 'info') as Level] ?? LEVELS.info;

function describe(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  return { name: value.name, message: value.message, stack: value.stack };
}

function write(level: Exclude<Level, 'silent'>, message: string, fields: LogFields): void {
  if (LEVELS[level] < threshold) return;
  const entry: LogFields = { time: new Date().toISOString(), level, message };
  const trace = currentTrace();
  if (trace !== undefined) entry.traceId = trace.traceId;
  for (const [key, value] of Object.entries(fields)) entry[key] = describe(value);
  process.stderr.write(`${JSON.stringify(entry)}\n`);
}

export const log = {
  debug: (message: string, fields: LogFields = {}) => write('debug', message, fields),
  info: (message: string, fields: LogFields = {}) => write('info', message, fields),
  warn: (message: string, fields: LogFields = {}) => write('warn', message, fields),
  error: (message: string, fields: LogFields = {}) => write('error', message, fields),
};
