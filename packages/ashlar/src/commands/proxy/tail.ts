import type { Rim } from '../../command.ts';
import { print } from '../../terminal/context.ts';
import { type AdminOptions, adminClient } from './admin.ts';

interface TailOptions extends AdminOptions {
  route?: string;
  failures?: boolean;
}

/** Shows requests as they end, until it is interrupted. */
export async function tail(options: TailOptions, { terminal }: Rim): Promise<void> {
  const client = await adminClient(options, terminal);
  const { route, failures = false } = options;
  const query = { failures, ...(route === undefined ? {} : { route }) };
  for await (const line of client.tail(query, terminal.signal)) {
    print(terminal, options.json ? JSON.stringify(line) : lineText(line));
  }
}

function lineText(line: Readonly<Record<string, unknown>>): string {
  if (typeof line.missed === 'number') return `(${line.missed} requests not shown)`;
  const time = String(line.time).slice(11, 23);
  const status = line.status === undefined ? 'gone' : String(line.status);
  const side = line.upstream === undefined ? '-' : String(line.upstream);
  const notes = [
    line.broken === true ? 'broken off' : '',
    line.fallback === true ? 'after a fallback' : '',
    typeof line.upstream_error === 'string' ? line.upstream_error : '',
    typeof line.subject === 'string' ? `by ${line.subject}` : '',
  ].filter(Boolean);
  const note = notes.length === 0 ? '' : `  (${notes.join(', ')})`;
  return `${time}  ${status.padEnd(4)} ${String(line.ms).padStart(8)} ms  ${side}  ${line.method} ${line.path}${note}`;
}
