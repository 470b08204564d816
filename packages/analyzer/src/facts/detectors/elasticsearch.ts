import { packageOf } from '../../link/value.ts';
import type { StoreUse } from '../../model/analysis.ts';
import type { Detector } from '../detector.ts';
import { lastName, objectProperty, render } from '../expressions.ts';
import { importsAny } from '../imported-packages.ts';
import { shapeAt, textsAt } from '../places.ts';

const PACKAGES = ['@elastic/elasticsearch', '@opensearch-project/opensearch', 'elasticsearch'];

const OPERATIONS = new Map<string, StoreUse['operation']>([
  ...['search', 'get', 'getSource', 'mget', 'msearch', 'count', 'exists', 'scroll'].map(
    (name) => [name, 'read'] as const,
  ),
  ...['index', 'bulk', 'create', 'update', 'delete', 'deleteByQuery', 'updateByQuery'].map(
    (name) => [name, 'write'] as const,
  ),
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
    const operation = isWhole ? 'ddl' : own;
    const given = objectProperty(found.shape, 'index');
    const names = textsAt(found.place, given);
    if (given && names.length === 0)
      out.unresolved({
        kind: 'store',
        file: site.file.path,
        line: site.call.nameLine,
        text: render(site.call),
        reason: 'index is computed',
      });
    for (const name of names)
      out.store({
        file: site.file.path,
        line: site.call.nameLine,
        store: 'elasticsearch',
        name,
        operation,
      });
  },
};
