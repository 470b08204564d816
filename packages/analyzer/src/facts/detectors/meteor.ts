import { callsNamed, type ProgramFile } from '../../link/program.ts';
import { packageOf, type Value } from '../../link/value.ts';
import type { Expression } from '../../parse/expression.ts';
import { textOf } from '../class-table.ts';
import type { CallSite, Detector, FactSink, Model, TableRegistry } from '../detector.ts';
import { calledName, lastName, render, rootOf } from '../expressions.ts';
import { handlerOf } from '../handlers.ts';

const READS = ['find', 'findOne', 'findOneAsync', 'countDocuments', 'estimatedDocumentCount'];
const WRITES = ['insert', 'update', 'upsert', 'remove'].flatMap((name) => [name, `${name}Async`]);
const DDL = ['createIndex', 'createIndexAsync', '_ensureIndex', 'ensureIndex', '_dropIndex'];
/** Of the driver's collection that `rawCollection()` gives. */
const RAW_READS = ['aggregate', 'distinct'];
const RAW_WRITES =
  'insertOne insertMany updateOne updateMany replaceOne deleteOne deleteMany findOneAndUpdate findOneAndDelete bulkWrite'.split(
    ' ',
  );
const ALL_READS = new Set([...READS, ...RAW_READS]);
const ALL_WRITES = new Set([...WRITES, ...RAW_WRITES]);

/** Meteor: `new Mongo.Collection('orders')`, also where collections are globals, methods and publications. */
export const meteor: Detector = {
  name: 'meteor',
  followsCallers: true,
  packages: ['meteor'],
  calls: [...ALL_READS, ...ALL_WRITES, ...DDL, 'methods', 'publish', 'Collection'],
  define(file, registry) {
    for (const { call, fact } of callsNamed(file, ['Collection'])) {
      if (!call.construct || !isMongo(file, call.callee, fact.fn, registry)) continue;
      const table = textOf(registry, file, call.args[0], fact.fn);
      if (table !== undefined)
        registry.define(collection(table, file, call.line), call, namesOf(file, call));
    }
  },
  call(site, out) {
    if (!site.receiver) return;
    if (lastName(site.receiver) === 'Meteor') entry(site, out);
    else if (site.name !== 'methods' && site.name !== 'publish') access(site, out);
  },
};

function collection(table: string, file: ProgramFile, line: number): Model {
  return {
    table,
    kind: 'collection',
    via: 'meteor',
    site: { file: file.path, line },
    foreignKeys: [],
    relations: new Map(),
  };
}

/** `Mongo.Collection` of `meteor/mongo`, or of the global that Meteor puts everywhere. */
function isMongo(
  file: ProgramFile,
  callee: Expression,
  fn: number,
  registry: TableRegistry,
): boolean {
  const from = packageOf(registry.evaluator.evaluate(callee, file, fn));
  if (from !== undefined) return from === 'meteor/mongo';
  return /^(?:Mongo|Meteor)\.Collection$/.test(render(callee));
}

/** The global or variable a collection is kept in: `Orders = new Mongo.Collection('orders')`. */
function namesOf(file: ProgramFile, call: Expression): string[] {
  const variables = file.facts.variables.filter(({ init }) => init === call);
  const assigned = file.facts.assignments.filter(({ value }) => value === call);
  return [
    ...variables.map(({ name }) => name),
    ...assigned.flatMap(({ target }) => lastName(target) ?? []),
  ];
}

function access(site: CallSite, out: FactSink): void {
  const table = tableOf(site, site.receiver);
  if (table === undefined) return;
  const operation = ALL_READS.has(site.name) ? 'read' : ALL_WRITES.has(site.name) ? 'write' : 'ddl';
  out.access(site, table, operation);
}

function tableOf(site: CallSite, receiver: Expression | undefined): Model | string | undefined {
  if (!receiver) return undefined;
  if (receiver.k === 'call' && calledName(receiver) === 'rawCollection')
    return receiver.callee.k === 'member' ? tableOf(site, receiver.callee.object) : undefined;
  if (/^Meteor\.users$/.test(render(receiver))) return 'users';
  const value = site.value(receiver);
  const own = behind(value, site.registry);
  if (own || value.t !== 'unknown' || receiver.k !== 'id') return own;
  return site.registry.byName('meteor', receiver.name);
}

function behind(value: Value, registry: TableRegistry): Model | string | undefined {
  if (value.t === 'external')
    return value.package === 'meteor/meteor' && value.path === 'Meteor.users' ? 'users' : undefined;
  const own = registry.of(value);
  if (own) return own.via === 'meteor' ? own : undefined;
  const isRaw = value.t === 'result' && calledName(value.call) === 'rawCollection';
  return isRaw && value.of.t === 'member' ? behind(value.of.of, registry) : undefined;
}

/** What a client may call or subscribe to: `Meteor.methods({ pay() {} })`, `Meteor.publish('orders', …)`. */
function entry(site: CallSite, out: FactSink): void {
  const [first, second] = site.call.args;
  const root = rootOf(site.receiver ?? site.call);
  if (root.k !== 'id' || root.name !== 'Meteor') return;
  const { file } = site;
  const add = (
    method: string,
    path: string,
    handler: Expression | undefined,
    line: number,
  ): void => {
    const found = handlerOf(site, handler);
    out.route({ file: file.path, line, method, path, handler: found ?? { file: file.path } });
  };
  if (site.name === 'publish') {
    const name = site.text(first);
    if (name !== undefined) add('PUBLISH', name, second, site.call.nameLine);
    else
      out.unresolved({
        kind: 'route',
        file: file.path,
        line: site.call.nameLine,
        text: 'Meteor.publish(…)',
        reason: 'name of the publication is computed',
      });
  } else if (site.name === 'methods' && first?.k === 'obj') {
    for (const { key, value } of first.props) {
      const line =
        value.k === 'fn' ? (file.functions.get(value.at)?.line ?? first.line) : first.line;
      if (key) add('METHOD', key, value, line);
    }
  }
}
