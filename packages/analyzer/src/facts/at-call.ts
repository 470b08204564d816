import type { FactSink } from './detector.ts';

/** For what stands in another file: its lines are none of the file with the call, so it counts at the call. */
export function atCall(out: FactSink): FactSink {
  return {
    ...out,
    access(site, table, operation, options = {}) {
      const { line: _elsewhere, ...rest } = options;
      out.access(site, table, operation, rest);
    },
  };
}
