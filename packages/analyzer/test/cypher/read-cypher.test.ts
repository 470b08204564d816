import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCypher, readCypher } from '../../src/cypher/read-cypher.ts';

/** `r:Order w:PLACED`, sorted. */
function names(text: string): string {
  return readCypher(text)
    .map(({ name, operation }) => `${operation[0]}:${name ?? '?'}`)
    .sort()
    .join(' ');
}

describe('reading Cypher', () => {
  it.each([
    ['MATCH (n) RETURN n', ''],
    ['match (o:Order)-[:PLACED_BY]->(u:User) return o', 'r:Order r:PLACED_BY r:User'],
    ['MATCH (a:A:B|C), (d:!D&E) RETURN a', 'r:A r:B r:C r:D r:E'],
    ['CREATE (o:Order {id: $id})', 'w:Order'],
    [
      'MATCH (u:User) MERGE (o:Order {id: 1})-[:OF]->(u) ON CREATE SET o.x = 1',
      'r:User w:OF w:Order',
    ],
    ['MATCH (u:User)-[r:LIKES]->() SET u.likes = 1 REMOVE r.day', 'r:LIKES r:User w:LIKES w:User'],
    ['MATCH (u:User) WHERE (u)-[:OWNS]->(:Shop) SET u += $more', 'r:OWNS r:Shop r:User w:User'],
    ['MATCH (u:User), (o:Order) WITH u, o DETACH DELETE o', 'r:Order r:User w:Order'],
    [
      'MATCH (u:User) RETURN [(u)-[:WROTE]->(p:Post) | p.id] // (x:Comment)',
      'r:Post r:User r:WROTE',
    ],
    ["MATCH (u:User {name: '(x:Not)'}) RETURN size([x IN u.list WHERE x > 1])", 'r:User'],
    ['UNWIND $rows AS row MERGE (t:Tag {id: row.id})', 'w:Tag'],
    [
      'MATCH (u:User) CALL { WITH u MATCH (u)-[:HAS]->(b:Badge) RETURN b } RETURN u',
      'r:Badge r:HAS r:User',
    ],
    ['CREATE INDEX i IF NOT EXISTS FOR (u:User) ON (u.name)', 'd:User'],
    ['DROP INDEX ON :User(name)', 'd:User'],
    ['MATCH (n:\u0000) RETURN n', 'r:?'],
    ['MATCH (u:User) FOREACH (x IN $list | CREATE (:Note {x: x}))', 'r:User w:Note'],
  ])('%s', (text, expected) => {
    expect(names(text)).toBe(expected);
  });

  it('tells Cypher from other texts', () => {
    expect(['\n  // all\n MATCH (n) RETURN n', 'CREATE (n:A)'].every(isCypher)).toBe(true);
    expect(['CREATE TABLE a (x int)', 'select 1', 'run', ''].some(isCypher)).toBe(false);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => Array.isArray(readCypher(`MATCH (n:A) ${text}`))));
  });
});

describe('texts that mean harm', () => {
  it.each([
    ['comments that never end', 'MATCH (a:A) ', '/*'],
    ['spaces in a part', 'MATCH (', ' '],
    ['one long word', 'MATCH (a:A) SET ', 'a', ' b'],
    ['indexes on nothing', '', 'CREATE INDEX '],
    ['quotes', 'MATCH (a:A) ', "'\\"],
    ['other quotes', 'MATCH (a:A) ', '"\\'],
    ['parts within parts', 'MATCH ', '(a:'],
  ])('do not hold anything up: %s', (_, before, repeated, after = '') => {
    const text = before + repeated.repeat(200_000 / repeated.length) + after;
    expect(isCypher(text)).toBe(true);
    expect(readCypher(text).length).toBeLessThan(3);
  });
});
