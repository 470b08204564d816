import type { Value } from '../../../link/value.ts';
import type { CallSite, Detector, FactSink, Model } from '../../detector.ts';
import { lastName } from '../../expressions.ts';
import { importsAny } from '../../imported-packages.ts';
import { tableOfId } from './documents.ts';
import { defineTables } from './tables.ts';

/** They name their table. */
const NAMED = ['query', 'insert'];
/** They take the id of a document, since 2025 also after the name of its table. */
const BY_ID = ['get', 'patch', 'replace', 'delete'];

/** Convex: `ctx.db.query('orders')`, and documents by id as far as the schema says whose id it is. */
export const convex: Detector = {
  name: 'convex',
  packages: ['convex'],
  calls: [...NAMED, ...BY_ID, 'defineTable', 'defineSchema'],
  define: defineTables,
  mayCallIn: (program) => importsAny(program, ['convex/server', 'convex/values']),
  call(site, out) {
    if (lastName(site.receiver) !== 'db') return;
    if (!isHanded(site.value(site.receiver))) return;
    const operation = site.name === 'query' || site.name === 'get' ? 'read' : 'write';
    const table = tableOf(site);
    if (table) out.access(site, table, operation);
    else if (isOfConvex(site)) missing(site, out);
  },
};

/** The database is handed to functions in their context, never made. */
function isHanded(value: Value): boolean {
  if (value.t === 'member') return isHanded(value.of);
  return value.t === 'unknown' || value.t === 'parameter' || value.t === 'external-instance';
}

function tableOf(site: CallSite): Model | undefined {
  const [first, second] = site.call.args;
  const name = site.text(first);
  if (name !== undefined) return site.registry.byName('convex', name);
  return BY_ID.includes(site.name) && (site.name !== 'patch' || second)
    ? tableOfId(site, first)
    : undefined;
}

/** Another library's `db` in a program that uses Convex, too, is none of ours. */
function isOfConvex({ file }: CallSite): boolean {
  return /(?:^|\/)convex\//.test(file.path);
}

function missing(site: CallSite, out: FactSink): void {
  const byId = BY_ID.includes(site.name);
  out.unknownTable(site, '', byId ? 'whose id it is is not known' : 'table name is computed');
}
