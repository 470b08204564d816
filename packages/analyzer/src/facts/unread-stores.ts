/**
 * Clients of databases and stores that no detector reads. A codebase that uses one of them has data the
 * analyzer knows nothing of: its files are listed in `unresolved`, and the verdict says so. Absent on purpose:
 * clients that are told SQL (their texts are read wherever they stand), caches, and stores of a browser.
 */
export interface UnreadStore {
  /** The npm package; `@neo4j/` stands for all of a scope. */
  name: string;
  /** Only these parts of it are a store: names it exports, or what follows its name in an import. */
  parts?: readonly string[];
}

const WHOLE =
  // Graphs.
  '@neo4j/ neode neogma neo4j-graphql-js dgraph-js dgraph-js-http gremlin cayley gun ' +
  // Builders and models on DynamoDB.
  'dynogels dynogels-promisified dynamodb dynamoose nestjs-dynamoose dynamodb-toolbox dynamodb-onetable electrodb ' +
  '@typedorm/core @aws/dynamodb-data-mapper @shiftcoders/dynamo-easy ' +
  // Documents.
  'ueberdb2 couchbase ottoman nano pouchdb pouchdb-node cradle arangojs @google-cloud/datastore ' +
  '@firebase/database @azure/cosmos rethinkdb rethinkdbdash thinky ' +
  'faunadb fauna ravendb nedb nedb-promises @seald-io/nedb lowdb monk mongojs mongoist papr camo typegoose redis-om @upstash/vector ' +
  // Keys and values on disk.
  'level classic-level levelup leveldown rocksdb lmdb node-persist ' +
  // Series and columns.
  'influx @influxdata/influxdb-client @influxdata/influxdb3-client @google-cloud/bigtable ' +
  // With a language or a model of their own.
  'massive orm jugglingdb loopback-datasource-juggler surrealdb surrealdb.js edgedb gel @xata.io/client remult @deepkit/orm ' +
  // Services and systems for content that hold the data themselves.
  'pocketbase appwrite node-appwrite parse @instantdb/admin @instantdb/core @instantdb/react @keystone-6/core payload ' +
  '@strapi/strapi @directus/sdk airtable';

const UNREAD_STORES: readonly UnreadStore[] = [
  ...WHOLE.split(' ').map((name) => ({ name })),
  { name: 'firebase-admin', parts: ['database'] },
  { name: 'firebase', parts: ['database'] },
];

const BY_NAME = new Map(UNREAD_STORES.map((store) => [store.name, store]));

/** @param specifier of an import, or the package of a value: `firebase-admin/firestore` */
export function unreadStoreOf(specifier: string): UnreadStore | undefined {
  if (specifier.startsWith('.')) return undefined;
  const whole = BY_NAME.get(specifier);
  if (whole) return whole;
  const [first = '', second = '', third] = specifier.split('/');
  const isScoped = first.startsWith('@');
  if (isScoped && BY_NAME.has(`${first}/`)) return BY_NAME.get(`${first}/`);
  const name = isScoped ? `${first}/${second}` : first;
  const store = BY_NAME.get(name);
  const part = isScoped ? third : second;
  return !store?.parts || part === undefined || store.parts.includes(part) ? store : undefined;
}
