/** Small files of every kind the analyzer opens, dense with what it looks for. */
export const SEEDS: Record<string, string> = {
  'orders.service.ts': `import { Injectable, Inject } from '@nestjs/common';
import type { Repository } from 'typeorm';
import { Order, type Line as L } from './entities';
export * as all from './entities'; export { Order as default } from './entities';
@Injectable()
export class OrdersService extends Base<Order> implements Store {
  private readonly cache = new Map<string, Order>();
  constructor(@Inject('STORE') private readonly store: Store, readonly orders: Repository<Order>) { super(); }
  get manager() { return this.orders.manager; }
  async create({ id, lines: [first, ...rest] }: Input = {}, tx?: Tx): Promise<Order> {
    await this.orders.manager.transaction(async (em) => { await em.getRepository(Order).save({ id }); });
    for (const line of rest) await this.db.query(\`UPDATE "\${TABLE}" SET a = \${line.a} WHERE id IN (\${ids.map((i) => i)})\`);
    const { x = 1 } = await import('./lazy' + suffix); return first?.order!.total as unknown as Order;
  }
}`,
  'entities.ts': `import { Entity, ManyToOne, pgTable, serial } from 'orm';
@Entity({ name: 'orders', schema: \`s\` }) export class Order { @ManyToOne(() => User, (u) => u.orders, { onDelete: 'CASCADE' }) user: User }
export const users = pgTable('users', { id: serial('id').references(() => orders.id) });
export enum Status { Open = 'open', Closed = 1 << 2 }
declare module './x' { interface Y { z: import('./orders.service').OrdersService } }
export type Line = { order: Order }; export namespace N { export const t = 't' }
export default abstract class { static #p = 1; declare q: string; accessor r = 2; static { this.s() } }`,
  'server.js': `'use strict'; const express = require('express'), { join } = require('path');
const app = express(); const router = express.Router();
app.use('/api', require('./routes')(app)); router.route('/x').get((q, s) => s.json(models.Order.findAll({ include: [{ model: models.User }] })));
module.exports = { app, ...require('./entities'), [key]: 1 }; exports.late = () => knex('orders as o').join('users', 'a', 'b').where({ a: 1 }).update({});
require(join(__dirname, 'models', name)); require.resolve('./server'); process.env.KEY; emitter.emit('order.' + kind, 1); fetch(\`http://x/\${id}\`);
User.prototype.save = function () { return this.constructor.__proto__.hasOwnProperty('x'); }; function User() {} label: for (;;) { break label; }`,
  'compiled.cjs': `"use strict"; var __decorate = (this && this.__decorate) || function (d, t) {}; Object.defineProperty(exports, "__esModule", { value: true });
exports.A = exports.B = void 0; const orm_1 = require("typeorm"); const x_1 = __importDefault(require("./server"));
let A = class A { constructor(r) { this.r = r; } }; A = __decorate([(0, orm_1.Entity)("a"), __param(0, (0, orm_1.Inject)(x_1.default)), __metadata("design:paramtypes", [typeof (_a = typeof x_1.B !== "undefined" && x_1.B) === "function" ? _a : Object])], A); exports.A = A;
var B = (function (_super) { __extends(B, _super); function B(_a) { var o = _a.o; var _this = _super.call(this) || this; _this.o = o; return _this; } B.prototype.all = function () { return this.o.find(); }; return B; }(A)); __exportStar(require("./entities"), exports);`,
  'view.tsx': `import React, { lazy } from 'react'; const Page = lazy(() => import('./page'));
export const View = <T,>({ a }: { a: T }) => <><Page {...a} on={() => fetch('/api/orders')} />{a ?? <b>&nbsp;</b>}</>;`,
  'tsconfig.json': `{ // comment
  "extends": ["./base", "@scope/base"], "files": [], "references": [{ "path": "./tsconfig.json" }],
  "compilerOptions": { "baseUrl": "./\${configDir}", "paths": { "@/*": ["./src/*", "*"], "*": ["./*"], "x": [] }, }, }`,
  'package.json': `{ "name": "@shop/app", "main": "./dist/server.js", "exports": { ".": { "import": ["./dist/a.js", { "default": "./b.js" }] }, "./*": "./src/*.js" },
  "imports": { "#x/*": { "node": "./src/*.ts" }, "#y": "pkg" }, "workspaces": ["packages/*"], "dependencies": { "express": "5", "typeorm": "1" } }`,
  'schema.prisma': `generator client { provider = "prisma-client-js" }
model Order { id Int @id @default(autoincrement()) user User @relation(fields: [userId], references: [id], onDelete: Cascade) userId Int
 /// doc
 @@map("orders") @@index([userId]) }
view V { id Int } enum E { A @map("a") } type T { x String? @db.VarChar(3) }`,
  'migration.sql': `CREATE TABLE IF NOT EXISTS "public"."orders" (id serial primary key, user_id int references users(id) on delete cascade, "weird "" name" text DEFAULT 'it''s');
WITH RECURSIVE a AS (SELECT * FROM b UNION ALL SELECT * FROM a), c(x) AS (INSERT INTO d VALUES (1) RETURNING *) UPDATE e SET f = (SELECT max(g) FROM h) FROM i WHERE e.id = i.id;
MERGE INTO j USING k ON j.id = k.id WHEN MATCHED THEN DELETE; CREATE VIEW v AS SELECT $$quoted; text$$ FROM \`m\`, [n] /* o */ -- p
; DELETE l FROM l LEFT JOIN q USING (id); ALTER TABLE ONLY r ADD CONSTRAINT s FOREIGN KEY (t) REFERENCES u (v);`,
  'schema.graphql': `type Query { orders(first: Int = 10): [Order!]! } extend type Order @key(fields: "id") { user: User } """ doc """ scalar Date`,
};
