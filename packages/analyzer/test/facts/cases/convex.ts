import type { DetectorCase } from '../detector-case.ts';

export const CONVEX_CASES: DetectorCase[] = [
  {
    detector: 'convex',
    name: 'finds tables by name, and by the id of a document where the schema says whose it is',
    files: {
      'convex/parts.ts': `import { defineTable } from 'convex/server';
import { v } from 'convex/values';
export const parts = { lines: defineTable({ order: v.id('orders') }).index('byOrder', ['order']) };`,
      'convex/schema.ts': `import { defineSchema, defineTable } from 'convex/server';
import { v } from 'convex/values';
import { parts } from './parts';
const users = defineTable({ name: v.string() });
export default defineSchema({
  orders: defineTable({ buyer: v.optional(v.id('users')) }),
  users,
  ...parts,
});`,
      'convex/shop.ts': `import { mutation, query } from './_generated/server';
import { v } from 'convex/values';
export const list = query({
  args: { orderId: v.id('orders') },
  handler: async (ctx, args) => {
    const order = await ctx.db.get(args.orderId);
    const buyer = await ctx.db.get(order.buyer);
    const lines = await ctx.db.query('lines').withIndex('byOrder', (q) => q.eq('order', order._id)).collect();
    for (const line of lines) await ctx.db.delete(line._id);
    return { buyer, lines };
  },
});
export const add = mutation({
  args: { name: v.string() },
  handler: async ({ db }, { name }) => {
    const id = await db.insert('users', { name });
    await db.patch(id, { name: name + '!' });
    await db.patch('orders', name, {});
  },
});
export async function any(ctx: any, id: string) { await ctx.db.delete(id); }
export async function every(ctx: any, name: string) { return ctx.db.query(name).collect(); }`,
    },
    expected: [
      'convex/shop.ts:6 read orders',
      'convex/shop.ts:7 read users',
      'convex/shop.ts:8 read lines',
      'convex/shop.ts:9 write lines',
      'convex/shop.ts:16 write users',
      'convex/shop.ts:17 write users',
      'convex/shop.ts:18 write orders',
    ],
    unresolved: [
      'convex/shop.ts:1 import: no such file',
      'convex/shop.ts:21 table: whose id it is is not known',
      'convex/shop.ts:22 table: table name is computed',
    ],
  },
];
