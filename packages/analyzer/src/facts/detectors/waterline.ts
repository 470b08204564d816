import type { ProgramFile } from '../../link/program.ts';
import type { Expression } from '../../parse/expression.ts';
import { tableModel, textOf } from '../class-table.ts';
import type { CallSite, Detector, FactSink, Model, TableRegistry } from '../detector.ts';
import { calledName, objectProperty, render } from '../expressions.ts';
import { lazyKey } from '../lazy-key.ts';

const READS = ['find', 'findOne', 'count', 'sum', 'avg', 'stream'];
const WRITES =
  'create createEach findOrCreate update updateOne destroy destroyOne archive archiveOne'.split(
    ' ',
  );
/** They change which rows belong to each other. */
const LINKS = ['addToCollection', 'removeFromCollection', 'replaceCollection'];

/** Waterline, the ORM of Sails: models are files of `api/models`, and globals everywhere else. */
export const waterline: Detector = {
  name: 'waterline',
  packages: ['sails', 'waterline'],
  calls: [...READS, ...WRITES, ...LINKS, 'populate'],
  define(file, registry) {
    const name = modelName(file);
    const shape = name === undefined ? undefined : exported(file);
    if (name !== undefined && shape) defineModel(name, shape, file, registry);
  },
  call(site, out) {
    const receiver = site.name === 'populate' ? beginning(site) : site.receiver;
    const model = modelOf(site, receiver);
    if (!model) return;
    if (site.name === 'populate') populate(site, model, out);
    else if (LINKS.includes(site.name)) link(site, model, out);
    else out.access(site, model, READS.includes(site.name) ? 'read' : 'write');
  },
};

/** `api/models/Order.js` is known as `Order`. */
function modelName({ path }: ProgramFile): string | undefined {
  return /(?:^|\/)api\/models\/(?:.*\/)?([\w$]+)\.[cm]?[jt]s$/.exec(path)?.[1];
}

function exported(file: ProgramFile): (Expression & { k: 'obj' }) | undefined {
  for (const name of ['export=', 'default']) {
    const item = file.exports.get(name);
    if (item?.k === 'value' && item.value.k === 'obj' && objectProperty(item.value, 'attributes'))
      return item.value;
  }
  return undefined;
}

function defineModel(
  name: string,
  shape: Expression & { k: 'obj' },
  file: ProgramFile,
  registry: TableRegistry,
): void {
  const table = textOf(registry, file, objectProperty(shape, 'tableName')) ?? name.toLowerCase();
  const model = tableModel('waterline', table, file, shape.line);
  registry.define(model, shape, [name, name.toLowerCase()]);
  const attributes = objectProperty(shape, 'attributes');
  for (const { key, value } of attributes?.k === 'obj' ? attributes.props : []) {
    if (key) defineAttribute(model, key, value, file, registry);
  }
}

function defineAttribute(
  model: Model,
  key: string,
  value: Expression,
  file: ProgramFile,
  registry: TableRegistry,
): void {
  const one = textOf(registry, file, objectProperty(value, 'model'));
  const many = textOf(registry, file, objectProperty(value, 'collection'));
  const target = one ?? many;
  if (target === undefined) return;
  const related = (): Model | undefined => registry.byName('waterline', target.toLowerCase());
  model.relations.set(key, related);
  if (one === undefined) return;
  const column = textOf(registry, file, objectProperty(value, 'columnName')) ?? key;
  const line = value.k === 'obj' ? value.line : 1;
  model.foreignKeys.push(lazyKey(() => [column], related, { file: file.path, line }));
}

/** `Order` where nothing else has that name, `sails.models.order`, or the file of the model itself. */
function modelOf(site: CallSite, receiver: Expression | undefined): Model | undefined {
  if (!receiver) return undefined;
  if (receiver.k === 'this') {
    const own = modelName(site.file);
    return own === undefined ? undefined : site.registry.byName('waterline', own);
  }
  if (receiver.k === 'member') {
    const name = /^(?:.*\.)?sails\.models\.(\w+)$/.exec(render(receiver))?.[1];
    return name === undefined ? undefined : site.registry.byName('waterline', name);
  }
  if (receiver.k !== 'id' || !/^[A-Z]/.test(receiver.name)) return undefined;
  // By name first: it costs nothing in a program without Sails.
  const named = site.registry.byName('waterline', receiver.name);
  if (!named) return undefined;
  const value = site.value(receiver);
  const known = site.registry.of(value);
  if (known) return known.via === 'waterline' ? known : undefined;
  return value.t === 'unknown' ? named : undefined;
}

function beginning({ chain }: CallSite): Expression | undefined {
  const start = chain.find((call) => [...READS, ...WRITES].includes(calledName(call) ?? ''));
  return start?.callee.k === 'member' ? start.callee.object : undefined;
}

/** `Order.find().populate('lines')`. */
function populate(site: CallSite, model: Model, out: FactSink): void {
  const name = site.text(site.call.args[0]);
  const related = name === undefined ? undefined : model.relations.get(name)?.();
  if (related) out.access(site, related, 'read');
  else out.unknownTable(site, '', 'relation is not known');
}

/** `User.addToCollection(1, 'pets').members([2])`: the rows of the other side, or those between. */
function link(site: CallSite, model: Model, out: FactSink): void {
  const name = site.text(site.call.args[1]);
  const related = name === undefined ? undefined : model.relations.get(name)?.();
  if (related) out.access(site, related, 'write');
  else out.unknownTable(site, '', 'relation is not known');
}
