import type { DetectorCase } from '../detector-case.ts';

/** Idioms of the current manuals of libraries that used to be missed or read wrongly. */
export const MANUAL_CASES: DetectorCase[] = [
  {
    detector: 'prisma',
    name: 'follows the fluent calls and a model taken out of its client',
    files: {
      'schema.prisma': `model User { id Int @id
  profile Profile?
  @@map("users") }
model Profile { id Int @id
  user User @relation(fields: [userId], references: [id])
  userId Int @unique
  @@map("profiles") }`,
      'a.ts': `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export const profile = (id: number) => prisma.user.findUnique({ where: { id } }).profile();
export async function remove(tx: PrismaClient) {
  const { user } = tx;
  await user.deleteMany();
}`,
    },
    expected: ['a.ts:3 read profiles', 'a.ts:3 read users', 'a.ts:6 write users'],
  },
  {
    detector: 'typeorm',
    name: 'knows what a manager made or found, also in a list, and defineEntity',
    files: {
      'entities.ts': `import { Entity } from 'typeorm';
import { defineEntity } from '@mikro-orm/core';
@Entity('posts') export class Post { id: number; }
export const Label = defineEntity({ name: 'Label', tableName: 'labels', properties: {} });`,
      'a.ts': `import type { EntityManager } from 'typeorm';
import { Label, Post } from './entities';
export async function run(em: EntityManager) {
  const post = em.create(Post, {});
  await em.save(post);
  const found = await em.findOneBy(Post, {});
  await em.remove(found);
  await em.save([post]);
  await em.count(Label);
}`,
    },
    expected: [
      'a.ts:5 write posts',
      'a.ts:6 read posts',
      'a.ts:7 write posts',
      'a.ts:8 write posts',
      'a.ts:9 read labels',
    ],
    unresolved: [],
  },
  {
    detector: 'sequelize',
    name: 'knows that $get gives rows of the other model',
    files: {
      'a.ts': `import { Table, Model, BelongsTo, ForeignKey } from 'sequelize-typescript';
@Table({ tableName: 'labels' }) export class Label extends Model {}
@Table({ tableName: 'notes' }) export class Note extends Model {
  @ForeignKey(() => Label) labelId: number;
  @BelongsTo(() => Label) label: Label;
}
export const a = async (note: Note) => {
  const label = await note.$get('label');
  await label.save();
};`,
    },
    expected: ['a.ts:8 read labels', 'a.ts:9 write labels'],
  },
  {
    detector: 'mongo',
    name: 'populates virtuals',
    files: {
      'a.ts': `import mongoose, { Schema } from 'mongoose';
const authors = new Schema({ name: String });
authors.virtual('reviews', { ref: 'Review', localField: '_id', foreignField: 'author' });
const Author = mongoose.model('Author', authors);
mongoose.model('Review', new Schema({}));
export const all = () => Author.find().populate('reviews');`,
    },
    expected: ['a.ts:6 read authors', 'a.ts:6 read reviews'],
  },
  {
    detector: 'knex',
    name: 'reads builders that callbacks are handed, and names exported beside the instance',
    files: {
      'db.js': `const knex = require('knex')({ client: 'pg' });
module.exports = knex;
module.exports.TABLES = { MOVES: 'moves' };`,
      'a.js': `const knex = require('./db');
const { TABLES } = require('./db');
exports.a = () => knex(TABLES.MOVES).where({ id: 1 }).first();
exports.b = () => knex.with('big', (qb) => qb.select('*').from('sums')).select('*').from('big');
exports.c = () => knex('accounts').whereExists(function () {
  this.select('*').from('lines').whereIn('id', function () { this.select('id').from('parts'); });
});
exports.d = () => [].map((each) => each.from('nothing'));`,
    },
    expected: [
      'a.js:3 read moves',
      'a.js:4 read sums',
      'a.js:5 read accounts',
      'a.js:6 read lines',
      'a.js:6 read parts',
    ],
  },
  {
    detector: 'sql',
    name: 'fills in ??, and reads tagged parts of queries',
    files: {
      'a.ts': `import mysql from 'mysql2/promise';
const pool = mysql.createPool('');
export const a = () => pool.query('INSERT INTO ?? SET ?', ['carts', { a: 1 }]);
export const b = () => pool.query('SELECT * FROM carts c JOIN ?? i WHERE c.id = ? AND i.n = ?', ['items', 1, 2]);
export const c = (table: string) => pool.query('SELECT * FROM ?? WHERE id = 1', [table]);`,
      'b.ts': `import postgres from 'postgres';
const sql = postgres();
export const a = (f) => sql\`select * from orders \${f ? sql\`where id in (select order_id from lines)\` : sql\`\`}\`;
export const b = () => sql\`left join parts p on p.id = 1\`;
export const c = (html) => html\`where to join the club\`;`,
    },
    expected: [
      'a.ts:3 write carts',
      'a.ts:4 read carts',
      'a.ts:4 read items',
      'b.ts:3 read lines',
      'b.ts:3 read orders',
      'b.ts:4 read parts',
    ],
    unresolved: ['a.ts:5 table: table name is computed'],
  },
];
