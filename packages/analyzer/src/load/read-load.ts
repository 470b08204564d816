import type { LoadSource } from '../model/load.ts';
import { accessLogLoad } from './access-log.ts';
import { spanLoad } from './otlp-load.ts';
import { statementLoad } from './statement-load.ts';

/** Every form that is known, the ones that are easiest to tell first. */
const FORMS: readonly ((name: string, text: string) => LoadSource[] | undefined)[] = [
  spanLoad,
  statementLoad,
  accessLogLoad,
];

/**
 * The measurements in a file: OpenTelemetry spans (OTLP as JSON, whole or a line each), an export of
 * pg_stat_statements (CSV with a head line, or a JSON array), or an access log (the proxy's JSON lines,
 * Common or Combined Log Format). Undefined when it is none of them.
 */
export function readLoad(name: string, text: string): LoadSource[] | undefined {
  for (const read of FORMS) {
    const sources = read(name, text);
    if (sources !== undefined) return sources;
  }
  return undefined;
}
