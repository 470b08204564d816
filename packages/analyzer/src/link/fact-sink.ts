import type { Detector, FactSink, Model } from '../facts/detector.ts';
import { render } from '../facts/expressions.ts';
import type { Detected } from './detected.ts';

/** Where one detector puts what it finds. */
export function createSink(detector: Detector, found: Detected): FactSink {
  const via = detector.name;
  const count = (): void => {
    found.counts[via] = (found.counts[via] ?? 0) + 1;
  };
  return {
    access(site, table, operation, options = {}) {
      const name = typeof table === 'string' ? table : (table as Model).table;
      if (!isTableName(name)) {
        this.unknownTable(site, name.trim(), 'not the name of a table');
        return;
      }
      count();
      const statementLine = options.statement ?? site.chain[0]?.line ?? site.call.line;
      found.accesses.push({
        access: {
          file: site.file.path,
          line: options.line ?? site.call.nameLine,
          table: name,
          operation,
          via,
          statement: `${site.file.path}:${statementLine}`,
          confidence: options.confidence ?? 1,
        },
        file: site.file,
        fn: site.fn,
        expression: site.fact.expression,
      });
    },
    unknownTable(site, text, reason) {
      count();
      const { path } = site.file;
      const line = site.call.nameLine;
      found.unresolved.push({
        kind: 'table',
        file: path,
        line,
        text: text || render(site.call),
        reason,
      });
    },
    route(route, router) {
      count();
      found.routes.push({ route: { ...route, via }, ...(router ? { router } : {}) });
    },
    mount(parent, child, prefix) {
      found.mounts.push({ parent, child, prefix });
    },
    event(event) {
      count();
      found.events.push({ ...event, via });
    },
    job(job) {
      count();
      found.jobs.push({ ...job, via });
    },
    injection(injection) {
      count();
      found.injections.push({ ...injection, via });
    },
    outbound(call) {
      count();
      found.outbound.push({ ...call, via });
    },
    state(state) {
      count();
      found.state.push(state);
    },
    store(use) {
      count();
      found.stores.push({ ...use, via });
    },
    unresolved(item) {
      found.unresolved.push(item);
    },
  };
}

/** Plain or quoted names with their schema; a text such as `(select …)` is none. */
export function isTableName(name: string): boolean {
  return /^[\p{L}_$][\p{L}\p{N}_$ -]*(?:\.[\p{L}\p{N}_$ -]+)*$/u.test(name);
}

const ignore = (): void => undefined;
/** For looking at a call again: only its accesses are new. */
export const SILENT_SINK: FactSink = {
  access: ignore,
  unknownTable: ignore,
  route: ignore,
  mount: ignore,
  event: ignore,
  job: ignore,
  injection: ignore,
  outbound: ignore,
  state: ignore,
  store: ignore,
  unresolved: ignore,
};
