import { packageOf } from '../../link/value.ts';
import type { CallSite, Detector } from '../detector.ts';
import { calledName, lastName, objectProperty } from '../expressions.ts';
import { importsAny } from '../imported-packages.ts';

const PACKAGES: string[] = ['@clickhouse/client', '@clickhouse/client-web'];
/** How a client is called where nothing else says what it is. */
const CLIENT = /click_?house|^ch(?:Client)?$/i;

/** ClickHouse's own client: `insert({ table: 'events', values })`. What it queries is SQL, and read as such. */
export const clickhouse: Detector = {
  name: 'clickhouse',
  followsCallers: true,
  packages: PACKAGES,
  calls: ['insert'],
  mayCallIn: (program) => importsAny(program, PACKAGES),
  call(site, out) {
    if (!site.receiver) return;
    const confidence = confidenceIn(site);
    if (confidence === undefined) return;
    const given = site.value(site.call.args[0]);
    const table =
      given.t === 'object'
        ? site.registry.evaluator.member(given, 'table', site.binding)
        : undefined;
    if (table?.t === 'string') out.access(site, table.value, 'write', { confidence });
    else out.unknownTable(site, '', 'table name is computed');
  },
};

/** 1 for a client of the library, less where its name and the shape of what it is given speak for it. */
function confidenceIn(site: CallSite): number | undefined {
  const from = packageOf(site.value(site.receiver));
  if (from !== undefined) return PACKAGES.includes(from) ? 1 : undefined;
  const { receiver } = site;
  const name = receiver?.k === 'call' ? calledName(receiver) : lastName(receiver);
  const [shape] = site.call.args;
  const isShaped = objectProperty(shape, 'table') && objectProperty(shape, 'values');
  return isShaped && CLIENT.test(name ?? '') ? 0.8 : undefined;
}
