import type { DetectorCase } from '../detector-case.ts';

export const NEO4J_CASES: DetectorCase[] = [
  {
    detector: 'neo4j',
    name: 'reads labels and types of relationships out of what the driver is told to run',
    files: {
      'driver.ts': `import neo4j from 'neo4j-driver';
export const driver = neo4j.driver('bolt://localhost');
export const ALL = 'MATCH (c:Category) RETURN c';`,
      'badges.ts': `import { ALL, driver } from './driver';
export const list = (context: any) =>
  context.driver.session().readTransaction((tx: any) => tx.run(
    \`
      MATCH (badge:Badge)
      RETURN badge { .* } AS badge
    \`,
  ));
export async function verify(tx: any, by: string) {
  const cypher = \`
    MATCH (badge:Badge {id: $badge}), (user:User {id: $user})
    OPTIONAL MATCH (:Badge {type: 'of a (x:Nothing)'})-[old:VERIFIES]->(user)
    DELETE old
    MERGE (badge)-[r:VERIFIES {by: $by}]->(user)
    \${by ? 'SET user.checked = true' : ''}
  \`;
  return tx.run(cypher, { by });
}
export const categories = () => driver.executeQuery(ALL);
export const drop = () => driver.session().run('MATCH (o:Order)-[:HAS|OWNS]->(l:\`Line Item\`) DETACH DELETE o, l');
export const unique = () => driver.session().run('CREATE CONSTRAINT c IF NOT EXISTS FOR (u:User) REQUIRE u.id IS UNIQUE');
const of = (label: string) => driver.session().run(\`MATCH (n:\${label}) SET n.seen = true\`);
export const posts = () => of('Post');
export const told = (text: string) => driver.session().run(text);
export const other = (job: any) => job.run('MATCH nothing here');`,
    },
    expected: [
      'badges.ts:5 read Badge',
      'badges.ts:11 read Badge',
      'badges.ts:11 read User',
      'badges.ts:12 read VERIFIES',
      'badges.ts:13 write VERIFIES',
      'badges.ts:15 write User',
      'badges.ts:19 read Category',
      'badges.ts:20 read HAS',
      'badges.ts:20 read Line Item',
      'badges.ts:20 read OWNS',
      'badges.ts:20 read Order',
      'badges.ts:20 write Line Item',
      'badges.ts:20 write Order',
      'badges.ts:21 ddl User',
      'badges.ts:23 read Post',
      'badges.ts:23 write Post',
    ],
    unresolved: ['badges.ts:24 table: the text of the query is computed'],
  },
];
