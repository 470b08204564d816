import { describe, expect, it } from 'vitest';
import { DETECTORS } from '../../src/facts/detectors/index.ts';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';
import { ADONIS_CASES } from './cases/adonis.ts';
import { BIGQUERY_CASES } from './cases/bigquery.ts';
import { CLICKHOUSE_CASES } from './cases/clickhouse.ts';
import { CONVEX_CASES } from './cases/convex.ts';
import { DYNAMODB_CASES } from './cases/dynamodb.ts';
import { EIGHTH_ROUND_CASES } from './cases/eighth-round.ts';
import { ENTRY_CASES } from './cases/entries.ts';
import { ENTRY_IDIOM_CASES } from './cases/entry-idioms.ts';
import { FIRESTORE_CASES } from './cases/firestore.ts';
import { HELPER_CASES } from './cases/helpers.ts';
import { IDIOM_CASES } from './cases/idioms.ts';
import { INVERSIFY_EXPRESS_CASES } from './cases/inversify-express.ts';
import { KNOWN_LOST_CASES } from './cases/known-lost.ts';
import { LOOPBACK_CASES } from './cases/loopback.ts';
import { LUCID_CASES } from './cases/lucid.ts';
import { MANUAL_CASES } from './cases/manuals.ts';
import { METEOR_CASES } from './cases/meteor.ts';
import { MIGRATION_CASES } from './cases/migrations.ts';
import { MODELS_ELSEWHERE_CASES } from './cases/models-elsewhere.ts';
import { MORE_ORM_CASES } from './cases/more-orm.ts';
import { MOUNTED_IN_LOOP_CASES } from './cases/mounted-in-loops.ts';
import { NEO4J_CASES } from './cases/neo4j.ts';
import { NINTH_ROUND_CASES } from './cases/ninth-round.ts';
import { ORM_CASES } from './cases/orm.ts';
import { OVERLOOKED_CASES } from './cases/overlooked.ts';
import { REDBEAN_NODE_CASES } from './cases/redbean-node.ts';
import { RUNTIME_CASES } from './cases/runtime.ts';
import { SAILS_CASES } from './cases/sails.ts';
import { SEVENTH_ROUND_CASES } from './cases/seventh-round.ts';
import { SIXTH_ROUND_CASES } from './cases/sixth-round.ts';
import { STORE_CASES } from './cases/stores.ts';
import { SUPABASE_CASES } from './cases/supabase.ts';
import { TEMPORAL_CASES } from './cases/temporal.ts';
import { TYPED_COLLECTION_CASES } from './cases/typed-collections.ts';
import { UNSEEN_CASES } from './cases/unseen.ts';
import { WATERLINE_CASES } from './cases/waterline.ts';
import { WEB_CASES } from './cases/web.ts';
import { handlersOf, linesOf, unresolvedOf } from './detector-case.ts';

const CASES = [
  ...ORM_CASES,
  ...MODELS_ELSEWHERE_CASES,
  ...IDIOM_CASES,
  ...MORE_ORM_CASES,
  ...MIGRATION_CASES,
  ...HELPER_CASES,
  ...WEB_CASES,
  ...MOUNTED_IN_LOOP_CASES,
  ...MANUAL_CASES,
  ...TYPED_COLLECTION_CASES,
  ...UNSEEN_CASES,
  ...ENTRY_CASES,
  ...ENTRY_IDIOM_CASES,
  ...RUNTIME_CASES,
  ...STORE_CASES,
  ...METEOR_CASES,
  ...REDBEAN_NODE_CASES,
  ...OVERLOOKED_CASES,
  ...SIXTH_ROUND_CASES,
  ...SEVENTH_ROUND_CASES,
  ...EIGHTH_ROUND_CASES,
  ...NINTH_ROUND_CASES,
  ...KNOWN_LOST_CASES,
  ...SUPABASE_CASES,
  ...LUCID_CASES,
  ...WATERLINE_CASES,
  ...CONVEX_CASES,
  ...LOOPBACK_CASES,
  ...ADONIS_CASES,
  ...SAILS_CASES,
  ...DYNAMODB_CASES,
  ...FIRESTORE_CASES,
  ...CLICKHOUSE_CASES,
  ...NEO4J_CASES,
  ...INVERSIFY_EXPRESS_CASES,
  ...BIGQUERY_CASES,
  ...TEMPORAL_CASES,
];

describe('every detector', () => {
  it('has a case of its own', () => {
    const covered = new Set(CASES.map((c) => c.detector));
    expect(DETECTORS.map((d) => d.name).filter((name) => !covered.has(name))).toEqual([]);
  });

  it('has a name that no other has', () => {
    expect(new Set(DETECTORS.map((d) => d.name)).size).toBe(DETECTORS.length);
  });

  it('finds nothing in code that does not use its library', async () => {
    const root = temporaryTree({
      'plain.ts': `export class Cart { items = []; add(x) { return [...this.items, x]; } find(id) { return this.items.find((i) => i.id === id); } }
export const run = (cart: Cart) => cart.find(cart.add(1).length);`,
    });
    const facts = await extractFacts(root);
    for (const detector of DETECTORS) expect(linesOf(facts, detector.name)).toEqual([]);
  });
});

describe.each(CASES)('$detector', ({ name, detector, files, expected, handlers, unresolved }) => {
  it(name, async () => {
    const facts = await extractFacts(temporaryTree(files));
    expect(linesOf(facts, detector)).toEqual([...expected].sort());
    if (handlers) expect(handlersOf(facts)).toEqual([...handlers].sort());
    if (unresolved) expect(unresolvedOf(facts)).toEqual([...unresolved].sort());
  });
});
