import type { CallExpression, Expression } from '../../../parse/expression.ts';
import type { CallSite, Detector, FactSink, Model } from '../../detector.ts';
import { calledName, lastName, outermostCall, rootOf } from '../../expressions.ts';
import { importsAny } from '../../imported-packages.ts';
import { laterCalls } from '../../later-calls.ts';
import { defineModel, isLucid, modelBehind, PACKAGES } from './models.ts';

const words = (text: string): string[] => text.split(' ');
const SPECIFIERS = [
  '@adonisjs/lucid/orm',
  '@adonisjs/lucid/services/db',
  '@ioc:Adonis/Lucid/Orm',
  '@ioc:Adonis/Lucid/Database',
];
/** Of a model's class. */
const READS = words(
  'all find findOrFail findBy findByOrFail findMany findManyBy first firstOrFail firstOrNew fetchOrNewUpMany',
);
const WRITES = words(
  'create createMany createQuietly createManyQuietly firstOrCreate updateOrCreate updateOrCreateMany fetchOrCreateMany truncate',
);
/** Of one row. */
const ROW_WRITES = words('save saveQuietly delete deleteQuietly');
const BUILDER_WRITES = new Set(
  words('insert multiInsert update delete del increment decrement truncate'),
);
const RELATED_WRITES = new Set([
  ...WRITES,
  ...words('save saveMany saveQuietly saveManyQuietly update delete del increment decrement'),
]);
/** They touch the table between of many-to-many only. */
const LINKS = new Set(words('attach detach sync'));
const RELATION_READS = words(
  'preload load preloadOnce withCount withAggregate whereHas has doesntHave whereDoesntHave',
);
const JOINS = words('join innerJoin leftJoin leftOuterJoin rightJoin fullOuterJoin crossJoin');

/** Lucid, the ORM of AdonisJS: models, their queries and relations, and its query builder. */
export const lucid: Detector = {
  name: 'lucid',
  followsCallers: true,
  packages: PACKAGES,
  calls: [
    ...READS,
    ...WRITES,
    ...ROW_WRITES,
    ...RELATION_READS,
    ...JOINS,
    'query',
    'related',
    'refresh',
    'from',
    'table',
  ],
  define(file, registry) {
    if (!importsAny(registry.evaluator.program, SPECIFIERS)) return;
    for (const cls of file.facts.classes) defineModel(file, cls, registry);
  },
  mayCallIn: (program) => importsAny(program, SPECIFIERS),
  call(site, out) {
    if (!site.receiver) return;
    if (site.name === 'from' || site.name === 'table') builder(site, out);
    else if (JOINS.includes(site.name)) join(site, out);
    else if (RELATION_READS.includes(site.name)) relation(site, out);
    else if (site.name === 'related') related(site, out);
    else model(site, out);
  },
};

/** What follows a call, also on the variable that holds the query. */
function verbsAfter(site: CallSite): string[] {
  const after = [...site.chain.slice(site.chain.indexOf(site.call) + 1), ...laterCalls(site)];
  return after.map((call) => calledName(call) ?? '');
}

function model(site: CallSite, out: FactSink): void {
  const value = site.value(site.receiver);
  if (value.t === 'class') {
    const own = modelBehind(site.registry, value);
    if (!own) return;
    const isWrite =
      site.name === 'query'
        ? verbsAfter(site).some((verb) => BUILDER_WRITES.has(verb))
        : WRITES.includes(site.name);
    const isCall = site.name === 'query' || isWrite || READS.includes(site.name);
    if (isCall) out.access(site, own, isWrite ? 'write' : 'read');
    return;
  }
  // A query is told by where it begins.
  if (site.receiver && beginsQuery(site.receiver)) return;
  const own = modelBehind(site.registry, value);
  if (!own) return;
  if (ROW_WRITES.includes(site.name)) out.access(site, own, 'write');
  else if (site.name === 'refresh') out.access(site, own, 'read');
}

/** Whether an expression, or what the variable was set to, is still a query that nobody has run. */
function beginsQuery(receiver: Expression): boolean {
  for (let call = outermostCall(receiver); call; call = outermostCall(call.callee))
    if (['query', 'related', 'from', 'table'].includes(calledName(call) ?? '')) return true;
  return false;
}

/** `Database.from('orders').where(…)`, `trx.table('orders').insert(…)`. */
function builder(site: CallSite, out: FactSink): void {
  if (!isBuilder(site, site.receiver)) return;
  const table = site.text(site.call.args[0]);
  const verbs = [
    ...verbsAfter(site),
    ...site.chain.slice(0, site.chain.indexOf(site.call)).map((call) => calledName(call) ?? ''),
  ];
  const isWrite = verbs.some((verb) => BUILDER_WRITES.has(verb) || verb === 'insertQuery');
  if (table === undefined) out.unknownTable(site, '', 'table name is computed');
  else out.access(site, table.split(/(?<!\s)\s+as\s+/i)[0] ?? table, isWrite ? 'write' : 'read');
}

function isBuilder(site: CallSite, receiver: Expression | undefined): boolean {
  if (!receiver) return false;
  const value = site.value(receiver);
  if (isLucid(value)) return true;
  const root = rootOf(receiver);
  return value.t === 'parameter' && root.k === 'id' && /^tr?x$/.test(root.name);
}

function join(site: CallSite, out: FactSink): void {
  const [begin] = site.chain;
  if (begin?.callee.k !== 'member') return;
  const start = begin.callee.object;
  const isOwn = isBuilder(site, start) || modelBehind(site.registry, site.value(start));
  const table = isOwn ? site.text(site.call.args[0]) : undefined;
  if (table !== undefined) out.access(site, table.split(/(?<!\s)\s+as\s+/i)[0] ?? table, 'read');
}

/** `preload('buyer', (q) => q.preload('city'))`, `order.load('lines')`. */
function relation(site: CallSite, out: FactSink): void {
  const name = site.text(site.call.args[0]);
  const holder = site.receiver && holderOf(site, site.receiver, site.fn);
  const target = name === undefined ? undefined : holder?.relations.get(name)?.();
  if (!holder || !target) return;
  out.access(site, target, 'read');
  const between = name === undefined ? undefined : holder.joins?.get(name)?.();
  if (between) out.access(site, between, 'read');
}

/** The model that a query is about; that of a callback's parameter is the relation it was handed for. */
function holderOf(site: CallSite, receiver: Expression, fn: number): Model | undefined {
  const known = modelBehind(site.registry, site.value(receiver));
  if (known) return known;
  const root = rootOf(receiver);
  const callback = site.file.functions.get(fn);
  if (!callback || root.k !== 'id' || callback.params[0]?.name !== root.name) return undefined;
  for (const { call, fact } of site.file.calls) {
    if (!call.args.some((arg) => arg.k === 'fn' && arg.at === fn)) continue;
    if (!RELATION_READS.includes(calledName(call) ?? '') || call.callee.k !== 'member') continue;
    const name = call.args[0]?.k === 'str' ? call.args[0].value : undefined;
    const outer = holderIn(site, call, fact.fn);
    return name === undefined ? undefined : outer?.relations.get(name)?.();
  }
  return undefined;
}

function holderIn(site: CallSite, call: CallExpression, fn: number): Model | undefined {
  if (call.callee.k !== 'member') return undefined;
  const { evaluator } = site.registry;
  const value = evaluator.evaluate(call.callee.object, site.file, fn, site.binding);
  return modelBehind(site.registry, value) ?? holderOf(site, call.callee.object, fn);
}

/** `order.related('lines').create({ … })`, `user.related('roles').attach([1])`. */
function related(site: CallSite, out: FactSink): void {
  const holder = modelBehind(site.registry, site.value(site.receiver));
  if (!holder) return;
  const name = site.text(site.call.args[0]);
  const target = name === undefined ? undefined : holder.relations.get(name)?.();
  if (name === undefined || !target) {
    out.unknownTable(site, lastName(site.receiver) ?? '', 'relation is not known');
    return;
  }
  const verbs = verbsAfter(site);
  const between = holder.joins?.get(name)?.();
  const links = verbs.some((verb) => LINKS.has(verb));
  const isWrite = verbs.some((verb) => RELATED_WRITES.has(verb));
  if (between) out.access(site, between, links || isWrite ? 'write' : 'read');
  if (!links) out.access(site, target, isWrite ? 'write' : 'read');
}
