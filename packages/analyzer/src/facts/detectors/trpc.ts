import { callsNamed, type ProgramFile } from '../../link/program.ts';
import type { Expression } from '../../parse/expression.ts';
import type { Detector, FactSink } from '../detector.ts';
import { calledName, chainOf } from '../expressions.ts';

const KINDS: Record<string, string> = {
  query: 'QUERY',
  mutation: 'MUTATION',
  subscription: 'SUBSCRIPTION',
};

/** tRPC: `router({ list: procedure.query(…) })`; every key is a procedure. */
export const trpc: Detector = {
  name: 'trpc',
  packages: ['@trpc/server'],
  calls: ['router', 'createTRPCRouter', 'query', 'mutation', 'subscription', 'mergeRouters'],
  file(file, out) {
    if (!file.facts.imports.some((i) => /trpc/i.test(i.specifier))) return;
    for (const { call } of callsNamed(file, ['router', 'createTRPCRouter', 'createRouter'])) {
      const shape = call.args[0];
      if (shape?.k === 'obj') procedures(file, shape, '', out);
    }
  },
};

function procedures(
  file: ProgramFile,
  shape: Expression & { k: 'obj' },
  prefix: string,
  out: FactSink,
): void {
  for (const { key, value } of shape.props) {
    if (!key) continue;
    if (value.k === 'obj') procedures(file, value, `${prefix}${key}.`, out);
    if (value.k !== 'call') continue;
    const last = chainOf(value).at(-1);
    const method = last ? KINDS[calledName(last) ?? ''] : undefined;
    if (!last || !method) continue;
    out.route({
      file: file.path,
      line: value.line,
      method,
      path: prefix + key,
      handler: { file: file.path },
    });
  }
}
