import { packageOf, type Value } from '../../link/value.ts';
import type { AccessOperation } from '../../model/analysis.ts';
import type { CallSite, Detector } from '../detector.ts';
import { calledName } from '../expressions.ts';
import { importsAny } from '../imported-packages.ts';

const PACKAGES = ['@google-cloud/bigquery'];

/** What a table is asked. Its deletion and `create` change what tables there are. */
const VERBS = new Map<string, AccessOperation>([
  ...['getRows', 'createReadStream', 'extract', 'createExtractJob', 'copy', 'createCopyJob'].map(
    (name) => [name, 'read'] as const,
  ),
  ...['insert', 'load', 'createLoadJob', 'createWriteStream', 'createInsertStream'].map(
    (name) => [name, 'write'] as const,
  ),
  ...['create', 'delete', 'setMetadata'].map((name) => [name, 'ddl'] as const),
]);

/** BigQuery: `dataset('shop').table('orders').insert(rows)`. What it queries is SQL, and read as such. */
export const bigquery: Detector = {
  name: 'bigquery',
  followsCallers: true,
  packages: PACKAGES,
  calls: [...VERBS.keys(), 'createTable'],
  mayCallIn: (program) => importsAny(program, PACKAGES),
  call(site, out) {
    if (!site.receiver) return;
    const value = site.value(site.receiver);
    if (!PACKAGES.includes(packageOf(value) ?? '')) return;
    const operation = site.name === 'createTable' ? 'ddl' : VERBS.get(site.name);
    const table =
      site.name === 'createTable'
        ? joined(datasetOf(site, value), site.text(site.call.args[0]))
        : tableOf(site, value);
    if (operation === undefined || table === undefined) return;
    if (table === '') out.unknownTable(site, '', 'table name is computed');
    else out.access(site, table, operation);
    const [target] = site.call.args;
    const copied = /^(?:copy|createCopyJob)$/.test(site.name) && tableOf(site, site.value(target));
    if (copied) out.access(site, copied, 'write');
  },
};

/** `shop.orders`; empty where a part of it is computed, undefined for what is no table. */
function tableOf(site: CallSite, value: Value): string | undefined {
  if (value.t === 'external-instance') return value.type === 'Table' ? '' : undefined;
  if (value.t !== 'result' || calledName(value.call) !== 'table') return undefined;
  return joined(datasetOf(site, value.of), told(site, value));
}

function datasetOf(site: CallSite, value: Value): string | undefined {
  if (value.t === 'member') return datasetOf(site, value.of);
  if (value.t !== 'result' || calledName(value.call) !== 'dataset') return undefined;
  return told(site, value);
}

function told(
  site: CallSite,
  { call, file, fn, binding }: Extract<Value, { t: 'result' }>,
): string | undefined {
  const [name] = call.args;
  const given = name && site.registry.evaluator.evaluate(name, file, fn, binding);
  return given?.t === 'string' ? given.value : undefined;
}

/** The name of a table says its data set itself where SQL asks for it. */
function joined(dataset: string | undefined, table: string | undefined): string {
  return dataset === undefined || table === undefined ? '' : `${dataset}.${table}`;
}
