import { packageOf } from '../../../link/value.ts';
import type { StoreUse } from '../../../model/analysis.ts';
import type { Expression } from '../../../parse/expression.ts';
import type { CallSite, Detector, FactSink } from '../../detector.ts';
import { lastName, objectProperty, render } from '../../expressions.ts';
import { importsAny } from '../../imported-packages.ts';
import { type Place, shapeAt } from '../../places.ts';
import {
  addIndices,
  addIndicesOfParts,
  indexOfAction,
  type NamedIndices,
  noIndices,
} from './indices.ts';

const PACKAGES = ['@elastic/elasticsearch', '@opensearch-project/opensearch', 'elasticsearch'];

type Operation = StoreUse['operation'];

const READS = 'search get getSource mget msearch count exists scroll scrollSearch scrollDocuments';
const WRITES = 'index bulk create update delete deleteByQuery updateByQuery reindex';
const OPERATIONS = new Map<string, Operation>([
  ...READS.split(' ').map((name) => [name, 'read'] as const),
  ...WRITES.split(' ').map((name) => [name, 'write'] as const),
  ...['putMapping', 'putSettings', 'putAlias'].map((name) => [name, 'ddl'] as const),
]);

/** Elasticsearch and OpenSearch: the indices that code reads and writes. */
export const elasticsearch: Detector = {
  name: 'elasticsearch',
  packages: PACKAGES,
  calls: [...OPERATIONS.keys()],
  mayCallIn: (program) => importsAny(program, PACKAGES),
  call(site, out) {
    const own = OPERATIONS.get(site.name);
    if (!own || !site.receiver) return;
    const from = packageOf(site.value(site.receiver));
    if (from === undefined || !PACKAGES.includes(from)) return;
    const found = shapeAt(site, site.call.args[0]);
    if (!found) return;
    // client.indices.create({ index }) makes the index itself.
    const isWhole = lastName(site.receiver) === 'indices' && own === 'write';
    const { place, shape } = found;
    const indices = noIndices();
    addIndices(indices, place, objectProperty(shape, 'index'));
    inParts(site.name, indices, place, shape);
    tell(site, out, indices, isWhole ? 'ddl' : own);
    if (site.name !== 'reindex') return;
    const body = objectProperty(shape, 'body') ?? shape;
    for (const [key, operation] of [
      ['source', 'read'],
      ['dest', 'write'],
    ] as const) {
      const side = noIndices();
      addIndices(side, place, objectProperty(objectProperty(body, key), 'index'));
      tell(site, out, side, operation);
    }
  },
};

/** Indices that are told for each document or search of many. */
function inParts(name: string, found: NamedIndices, place: Place, shape: Expression): void {
  const given = (...keys: string[]): Expression | undefined =>
    keys.flatMap((key) => objectProperty(shape, key) ?? [])[0];
  if (name === 'bulk') {
    const parts = given('operations', 'body', 'onDocument');
    const isNamed = found.names.size > 0 || found.isComputed;
    addIndicesOfParts(found, place, parts, indexOfAction);
    // Without a word of an index anywhere, its documents say it while the program runs.
    if (!isNamed && found.names.size === 0) found.isComputed = true;
  }
  if (name === 'mget')
    addIndicesOfParts(
      found,
      place,
      given('docs') ?? objectProperty(given('body'), 'docs'),
      (part) => objectProperty(part, '_index'),
    );
  if (name === 'msearch')
    addIndicesOfParts(found, place, given('searches', 'body'), (part) =>
      objectProperty(part, 'index'),
    );
}

function tell(site: CallSite, out: FactSink, found: NamedIndices, operation: Operation): void {
  const at = { file: site.file.path, line: site.call.nameLine };
  if (found.isComputed)
    out.unresolved({ ...at, kind: 'store', text: render(site.call), reason: 'index is computed' });
  for (const name of found.names) out.store({ ...at, store: 'elasticsearch', name, operation });
}
