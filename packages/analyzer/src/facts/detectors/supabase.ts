import { packageOf, type Value } from '../../link/value.ts';
import { createLineIndex } from '../../parse/collector-context.ts';
import type { CallExpression, Expression } from '../../parse/expression.ts';
import type { CallSite, Detector, FactSink } from '../detector.ts';
import { calledName, lastName } from '../expressions.ts';
import { importsAny } from '../imported-packages.ts';
import { laterCalls } from '../later-calls.ts';

const PACKAGES = [
  '@supabase/supabase-js',
  '@supabase/ssr',
  '@supabase/postgrest-js',
  '@supabase/auth-helpers-nextjs',
  '@supabase/auth-helpers-react',
  '@supabase/auth-helpers-remix',
  '@supabase/auth-helpers-sveltekit',
  '@nuxtjs/supabase',
];
const WRITES = new Set(['insert', 'upsert', 'update', 'delete']);
/** How a client is called where nothing else says what it is. */
const CLIENT = /supabase/i;

/** Supabase's client: `supabase.from('orders').select('id, buyer:users(name)')`. */
export const supabase: Detector = {
  name: 'supabase',
  followsCallers: true,
  packages: PACKAGES,
  calls: ['from', 'rpc'],
  call(site, out) {
    if (!site.receiver || !importsAny(site.program, PACKAGES)) return;
    if (site.name === 'rpc') routine(site, out);
    else query(site, out);
  },
};

function query(site: CallSite, out: FactSink): void {
  const [first] = site.call.args;
  if (!first || isStorage(site)) return;
  const after = [...site.chain.slice(site.chain.indexOf(site.call) + 1), ...laterCalls(site)];
  const verbs = after.map((call) => calledName(call) ?? '');
  const isWrite = verbs.some((verb) => WRITES.has(verb));
  const isRead = verbs.includes('select');
  const confidence = confidenceIn(site, isWrite || isRead);
  if (confidence === undefined) return;
  const table = site.text(first);
  if (table === undefined) {
    out.unknownTable(site, '', 'table name is computed');
    return;
  }
  const operation = isWrite ? 'write' : isRead ? 'read' : 'unknown';
  out.access(site, table, operation, { confidence });
  for (const call of after) if (calledName(call) === 'select') embedded(site, call, out);
}

/** Buckets of files are asked for by `from`, too. */
function isStorage({ receiver }: CallSite): boolean {
  return lastName(receiver) === 'storage';
}

/** 1 for a client of the library, less where only name and shape speak for it. */
function confidenceIn(site: CallSite, hasVerb: boolean): number | undefined {
  const value = site.value(site.receiver);
  const from = packageOf(value);
  if (from !== undefined) return PACKAGES.includes(from) ? 1 : undefined;
  const name = nameOf(site.receiver);
  return isOpaque(value) && hasVerb && CLIENT.test(name) ? 0.8 : undefined;
}

function nameOf(receiver: Expression | undefined): string {
  if (receiver?.k === 'call') return nameOf(receiver.callee);
  return lastName(receiver) ?? '';
}

function isOpaque(value: Value): boolean {
  if (value.t === 'member' || value.t === 'result') return isOpaque(value.of);
  return value.t === 'unknown' || value.t === 'parameter';
}

/** Tables that PostgREST joins for `select('id, buyer:users!fk(name, city(name))')`. */
function embedded(site: CallSite, select: CallExpression, out: FactSink): void {
  const [given] = select.args;
  const text = site.text(given);
  if (given === undefined || text === undefined) return;
  const start = given.k === 'str' || given.k === 'template' ? given.line : select.nameLine;
  const lineOf = createLineIndex(text);
  for (const found of text.matchAll(/(?<![\w$]|!\s*)([\w$]+)(?:\s*!\s*[\w$]+)*\s*\(/g)) {
    const name = found[1];
    // amount.sum() adds up a column.
    if (name === undefined || text[found.index - 1] === '.') continue;
    const known = site.registry.createdTable(name);
    // Where no schema is there, a name may also be the column of the key or the key itself.
    const line = start + lineOf(found.index) - 1;
    out.access(site, known ?? name, 'read', { line, confidence: known ? 1 : 0.8 });
  }
}

/** `rpc('pay', …)` runs a function of the database. */
function routine(site: CallSite, out: FactSink): void {
  const name = site.text(site.call.args[0]);
  if (confidenceIn(site, true) === undefined) return;
  out.unknownTable(
    site,
    name === undefined ? '' : `rpc ${name}`,
    'what a function of the database touches is not followed',
  );
}
