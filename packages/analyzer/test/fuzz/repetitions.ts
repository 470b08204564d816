import { seededRandom } from '../../src/graph/random.ts';
import { pick } from './mutations.ts';

/** A text that says one thing many times, between what patterns and loops of the source look for. */
export interface Repetition {
  path: string;
  before: string;
  unit: string;
  after: string;
}

const UNITS = [
  ...[' ', '\t', '\n', '\r\n', '\r', '\u2028', '\n ', ' \n', '/*', '*/', '/* */', '/**/\n'],
  ...[
    '//',
    '//\n',
    '--',
    '--\n',
    '-- a\n',
    '#',
    '#\n',
    '"',
    "'",
    '`',
    '""',
    "''",
    '``',
    '${',
    '${a',
  ],
  ...['(', ')', '[', ']', '{', '}', '<', '>', '()', '[]', '{}', '.', ',', ';', ':', '@', '\\', '|'],
  ...[
    'a',
    'A',
    'Aa',
    '0',
    '_',
    '$',
    'é',
    'a ',
    'A ',
    'a.',
    'a,',
    'a:',
    'a: ',
    'a(',
    '[a',
    '{a:',
    'a!',
  ],
  ...[
    '=',
    '=>',
    '?',
    '?:',
    '<a',
    '!',
    '~',
    '-',
    '+',
    '/',
    'a/',
    '../',
    'a\n',
    'a;\n',
    '"a",',
    "'a'+",
  ],
];

interface Kind {
  path: string;
  /** What patterns and readers look for: to stand before, and to be repeated. */
  words: string[];
  /** Begins and ends of what a repetition may stand in. */
  frames: [before: string, after: string][];
}

const SCRIPT: Omit<Kind, 'path'> = {
  words: [
    ...['import ', 'export ', "import 'a'\n", 'import {', 'import type ', 'require(', "require('"],
    ...[
      'const a:',
      'let a = ',
      'const a = createRequire(',
      'process.env.',
      'process.env[',
      '{env ',
      'env',
    ],
    ...[
      'env = process.env',
      'Deno.env.get(',
      'it.',
      'it',
      'describe(',
      "'use strict'",
      "'use server'",
    ],
    ...['function a() {', 'class A {', 'a.query(`', '`SELECT ', 'type Query {', 'schema ', '@A() '],
    ...[
      'app.get(',
      'await ',
      'async ',
      'a?.',
      'new A(',
      'exports.a = ',
      'case 1:',
      'enum A {',
      'CREATE ',
    ],
  ],
  frames: [
    ['', ''],
    ['', '\nexport const a = 1;'],
    ["import { env } from 'process'; import { createRequire } from 'module';\n", '\nrequire(a);'],
    ['import { env ', "} from 'process';"],
    ['export function a() {', "'use server'; b(); }"],
    ["function a() {\n'use strict';", '}'],
    ['const a = `', '`; db.query(a);'],
    ['db.query(`SELECT * FROM a', ' WHERE b = c`)'],
    ['db.query(`/* a */ CREATE TABLE a (', ')`)'],
    ["knex('a').where('", "').join('b as c')"],
    [
      "import { createClient } from '@supabase/supabase-js'; createClient().from('a').select('",
      "')",
    ],
    ["import neo4j from 'neo4j-driver'; neo4j.driver().session().run('MATCH (a:A", ") RETURN a')"],
    ["import neo4j from 'neo4j-driver'; neo4j.driver().session().run('CREATE INDEX ", "')"],
    ['export const s = gql`type Query {', '}`;'],
    ['export const s = gql`schema ', '`;'],
    ["import { Command } from 'commander'; new Command('a').command('", "').action(a)"],
    ["app.get('/a", "', (q, s) => s.json({}));"],
    ["import a from './", "';"],
    ["fetch('", "');"],
    ['export class A', ' {}'],
    ['export const a = [', '];'],
    ['createRequire(', ')'],
    ['const load = createRequire(__filename', ''],
    ['process.env[', ']; Deno.env.get('],
    ['Deno.env.get(', ''],
    ['it', ''],
    ['import', ''],
    ['/*', ''],
    ['//', '\n'],
    ['<A>', '</A>'],
  ],
};

const KINDS: Kind[] = [
  ...['a.ts', 'a.js', 'a.tsx', 'a.spec.ts', 'a.cjs', 'a.d.ts'].map((path) => ({ path, ...SCRIPT })),
  {
    path: 'a.sql',
    words: [
      ...[
        'SELECT ',
        'CREATE ',
        'CREATE TABLE a ',
        'INSERT INTO a ',
        'DELIMITER ',
        'DELIMITER $$\n',
        '$$',
        '$a$',
      ],
      ...[
        '-- migrate',
        '--',
        'WITH a AS (',
        'FROM a, ',
        'JOIN a ',
        'UNION SELECT 1 ',
        'BEGIN ',
        'END ',
        'IF ',
        'CASE ',
      ],
      ...[
        'UPDATE a SET b = ',
        'ALTER TABLE a ',
        'REFERENCES a ',
        'CREATE VIEW a AS ',
        'SELECT 1;\n',
        'SELECT * FROM a;\n',
      ],
    ],
    frames: [
      ['', ''],
      ['', '\nSELECT * FROM a;'],
      ['-- migrate', ''],
      ['--', ''],
      ['CREATE TABLE a (b int ', ');'],
      ['CREATE TABLE a (b text DEFAULT ', ');'],
      ['CREATE TRIGGER a AFTER INSERT ON b FOR EACH ROW BEGIN ', ' END;'],
      ['CREATE FUNCTION a() RETURNS int AS $$', '$$ LANGUAGE sql;'],
      ['DELIMITER ', ''],
      ['SELECT * FROM a WHERE b IN (', ');'],
      ['WITH a AS (SELECT 1) ', ' SELECT * FROM a;'],
      ['INSERT INTO a VALUES ', ';'],
    ],
  },
  {
    path: 'schema.prisma',
    words: [
      'model A {',
      'model ',
      '@relation(',
      '@map("',
      '@@map(',
      'fields: [',
      'a A[]\n',
      'a A\n',
      ' // ',
      '}\n',
    ],
    frames: [
      ['', ''],
      ['model A {\n id Int\n b A ', '\n}'],
      ['model A {\n b A @relation(', '\r\n}'],
      ['model A {\n b A @relation(fields: [a], ', ')\n}'],
      ['model A {\n @@map(', '\n}'],
      ['model A {\n', '\n}'],
    ],
  },
  {
    path: 'a.graphql',
    words: [
      'type ',
      'type Query {',
      'schema ',
      'schema {',
      'extend type Query {',
      '"""',
      'a: A\n',
      '@a ',
      'a(b: C): D\n',
    ],
    frames: [
      ['', ''],
      ['type Query {', '}'],
      ['schema ', ''],
      ['type ', ''],
      ['schema @a', ' type Query { a: Int }'],
      ['"""', '"""'],
    ],
  },
  {
    path: 'tsconfig.json',
    words: ['"a": 1,', '"paths": {', '"extends": "', '/* ', '// ', '{"a":', '["*"],'],
    frames: [
      ['', ''],
      ['{ "compilerOptions": {', '} }'],
      ['{ "compilerOptions": { "paths": { "a": ["', '"] } } }'],
      ['{ "extends": "', '" }'],
      ['{ "include": ["', '"] }'],
      ['/*', '{}'],
    ],
  },
  {
    path: 'package.json',
    words: ['"a": "1",', '{"a":', '"exports": {', '"dependencies": {', '"*",'],
    frames: [
      ['', ''],
      ['{ "name": "', '" }'],
      ['{ "workspaces": ["', '"] }'],
      ['{ "exports": { "', '": "./a.js" } }'],
      ['{ "dependencies": {', '} }'],
    ],
  },
  {
    path: 'CODEOWNERS',
    words: ['* @a\n', '[a]\n', '^[a][2] @b\n', '\\ ', '# ', ' #', '**/', '!a\n', '[a-'],
    frames: [
      ['', ''],
      ['a', ' @b'],
      ['[', '] @b'],
      ['', '\r @b'],
    ],
  },
];

export function repetition(seed: number): Repetition {
  const random = seededRandom(seed);
  const kind = pick(random, random() < 0.5 ? KINDS.slice(0, 3) : KINDS);
  const [begin, end] = pick(random, kind.frames);
  const unit = pick(random, random() < 0.6 ? UNITS : kind.words);
  const word = random() < 0.3 ? pick(random, kind.words) : '';
  const last = random() < 0.2 ? pick(random, kind.words) : '';
  return {
    path: kind.path,
    before: begin + word,
    unit: random() < 0.1 ? unit + pick(random, UNITS) : unit,
    after: last + end,
  };
}

/** A line without end would be taken for a minified file and not be read. */
const CHARACTERS_OF_A_LINE = 250;

export function textOf({ before, unit, after }: Repetition, length: number): string {
  const lines = '\n'.repeat(Math.ceil(length / CHARACTERS_OF_A_LINE));
  return before + unit.repeat(Math.ceil(length / unit.length)) + after + lines;
}
