import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Analysis, Plan, Seam } from '../../src/index.ts';
import { readSeam } from '../../src/read-seam.ts';

const stock = `
import type { Gateway, Tx } from './gateway.ts';
import { lookUp, type Missing } from 'not-installed';
import { Prisma, PrismaClient, Role, type User } from '@prisma/client';

export class Money { constructor(readonly cents: number) {} plus(other: Money): Money { return other; } }
@Entity()
export class Order { id!: number; lines!: string[] }
function Entity() { return (target: unknown) => void target; }

export interface Level { sku: string; onHand: number; note?: string; at: Date }
export interface Tree { name: string; children: Tree[] }

export async function plain(sku: string, limit?: number): Promise<{ sku: string; state: 'a' | 'b' }[]> { return []; }
export async function dated(since: Date): Promise<Level> { throw since; }
export async function counted(): Promise<Map<string, bigint>> { return new Map(); }
export async function tagged(tags: Set<string>): Promise<void> { void tags; }
export async function priced(): Promise<Money> { return new Money(1); }
export async function ordered(): Promise<Order> { return new Order(); }
export async function every<T>(one: T): Promise<T> { return one; }
export async function strange(one: Missing): Promise<any> { return one; }
export async function told(done: (count: number) => void): Promise<void> { done(1); }
export async function* flowing(): AsyncGenerator<string> { yield ''; }
export async function joined(tx: Tx, sku: string): Promise<void> { await tx.commit(); void sku; }
export async function changed(level: Level): Promise<void> { level.onHand = 1; }
export async function found(sku: string): Promise<Level | undefined> { void sku; return undefined; }
export async function taken(this: void, { sku, limit = 1 }: { sku: string; limit?: number }, [first]: string[]): Promise<void> { void [sku, limit, first]; }
export async function nested(): Promise<Tree> { return { name: '', children: [] }; }
export default class Store { async kept(sku: string): Promise<string> { return sku; } }
class Hidden { async held(): Promise<string> { return ''; } }
export const hidden = new Hidden();
export const arrow = async (): Promise<string> => '';
export function waited(): number { return 1; }
export function stuck(): number { return 1; }
export type Json = string | number | null | { [key: string]: Json } | Json[];
export type Sku = string & { readonly __brand: 'sku' };
export async function anything(one: Json): Promise<void> { void one; }
export async function branded(one: Sku, many: Sku[]): Promise<void> { void [one, many]; }
export async function crossing(one: Json & { a: number }): Promise<void> { void one; }
export class Users extends PrismaClient {
  async row(id: string) { return this.user.findUniqueOrThrow({ where: { id } }); }
  async wide(id: string) { return this.user.findUnique({ where: { id }, include: { account: true } }); }
  async asked(where: Prisma.UserWhereInput): Promise<Role> { void where; return Role.USER; }
  async within(tx: Prisma.TransactionClient): Promise<Pick<User, 'id' | 'role'>> { void tx; throw 0; }
}
export async function guessed(sku: string) { return lookUp(sku); }
export function gateway(): Gateway { return { reserve: async () => true }; }
`;
const caller = `import * as s from './stock.ts';
import type { Gateway } from './gateway.ts';
export async function run(gateway: Gateway) {
  s.waited();
  await gateway.reserve({ sku: 'x' });
}
export class Basket { constructor() { s.stuck(); } }
`;
const gateway = `export interface Gateway { reserve(request: { sku: string }): Promise<boolean> }
export interface Tx { commit(): Promise<void>; rollback(): Promise<void> }
`;
const prisma = `
model User {
  id       String   @id @default(uuid())
  email    String?
  role     Role     @default(USER)
  money    Decimal
  rights   Role[]
  since    DateTime // the day
  settings Json?
  account  Account  @relation(fields: [accountId], references: [id])
  accountId String
  @@map("users")
}
model Account { 
  id String @id
}
enum Role { 
  USER
  ADMIN @map("boss")
}
`;
const names =
  'plain dated counted tagged priced ordered every strange told flowing joined changed found taken Store.kept Hidden.held arrow nested anything branded crossing Users.row Users.wide Users.asked Users.within guessed waited stuck'.split(
    ' ',
  );

let root: string;
let seam: Seam;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'ashlar-seam-'));
  const files = {
    'src/stock.ts': stock,
    'src/basket.ts': caller,
    'src/gateway.ts': gateway,
    'prisma/schema.prisma': prisma,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const analysis = {
    files: [
      { path: 'src/stock.ts', domain: 'stock' },
      { path: 'src/basket.ts', domain: 'basket' },
      { path: 'src/gateway.ts', domain: null },
    ],
    tables: [{ definedAt: { file: 'prisma/schema.prisma', line: 1 } }],
  } as unknown as Analysis;
  const lines: Record<string, number> = { waited: 4, stuck: 7 };
  const steps = [...names, 'Money'].map((name) => ({
    kind: 'write-contract',
    subject: `inbound src/stock.ts#${name}`,
    sites: [{ file: 'src/basket.ts', line: lines[name] ?? 3 }],
  }));
  seam = readSeam(root, analysis, { chosen: 'stock', steps } as unknown as Plan);
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const operation = (name: string) =>
  seam.operations.find((one) => one.name === name) ?? expect.fail(`no ${name}`);

describe('the seam of a domain', () => {
  it.each([
    ['plain', 'safe', []],
    ['dated', 'needs-codec', ['date request.since', 'date result.at']],
    ['counted', 'needs-codec', ['map result', 'bigint result{}']],
    ['tagged', 'needs-codec', ['set request.tags']],
    ['priced', 'needs-decision', ['class-instance result']],
    ['ordered', 'needs-decision', ['orm-entity result']],
    ['every', 'needs-decision', ['generic ', 'generic request.one', 'generic result']],
    ['strange', 'needs-decision', ['unknown-type request.one', 'unknown-type result']],
    ['told', 'cannot', ['callback request.done']],
    ['joined', 'cannot', ['transaction request.tx']],
    ['changed', 'cannot', ['mutated-argument request.level', 'date request.level.at']],
    ['found', 'needs-codec', ['date result.at', 'maybe-absent result']],
    ['waited', 'needs-decision', ['becomes-asynchronous ']],
    ['stuck', 'cannot', ['synchronous-caller ']],
    ['nested', 'safe', []],
    ['Gateway.reserve', 'safe', []],
    ['anything', 'safe', []],
    ['branded', 'safe', []],
    ['crossing', 'safe', []],
    ['Users.row', 'needs-decision', ['class-instance result.money', 'date result.since']],
    ['Users.wide', 'needs-decision', ['unknown-type result']],
    ['Users.asked', 'needs-decision', ['unknown-type request.where']],
    ['Users.within', 'cannot', ['transaction request.tx']],
  ])('%s: %s', (name, verdict, reasons) => {
    const found = operation(name);
    expect([found.verdict, found.reasons.map(({ kind, where }) => `${kind} ${where}`)]).toEqual([
      verdict,
      reasons,
    ]);
  });

  it('sees that a generator goes on and on', () => {
    expect(operation('flowing').reasons.map(({ kind }) => kind)).toContain('stream');
  });

  it.each([
    ['plain', 'by-name'],
    ['arrow', 'by-name'],
    ['Gateway.reserve', 'by-name'],
    ['Store.kept', 'as-default'],
    ['Hidden.held', 'not'],
  ])('%s is exported %s', (name, exported) => {
    expect(operation(name).exported).toBe(exported);
  });

  it('names parameters that are taken apart, and knows that `this` is none', () => {
    expect(operation('taken').parameters.map(({ name }) => name)).toEqual(['input', 'input2']);
  });

  it('has the shapes as JSON Schema', () => {
    expect(operation('plain').parameters).toEqual([
      { name: 'sku', required: true, schema: { type: 'string' } },
      { name: 'limit', required: false, schema: { type: 'number' } },
    ]);
    expect(operation('plain').result).toEqual({
      type: 'array',
      items: {
        type: 'object',
        properties: { sku: { type: 'string' }, state: { enum: ['a', 'b'] } },
        required: ['sku', 'state'],
      },
    });
    expect(seam.$defs.Level).toEqual({
      type: 'object',
      properties: {
        at: { type: 'string', format: 'date-time', 'x-codec': 'date' },
        note: { type: 'string' },
        onHand: { type: 'number' },
        sku: { type: 'string' },
      },
      required: ['at', 'onHand', 'sku'],
    });
    expect(seam.$defs.Tree?.properties).toEqual({
      name: { type: 'string' },
      children: { type: 'array', items: { $ref: '#/$defs/Tree' } },
    });
  });

  it('knows what Prisma would generate from its schema', () => {
    expect(seam.$defs.User).toMatchObject({
      properties: {
        email: { anyOf: [{ type: 'null' }, { type: 'string' }] },
        role: { enum: ['ADMIN', 'USER'] },
        rights: { type: 'array', items: { enum: ['ADMIN', 'USER'] } },
        settings: { $ref: '#/$defs/JsonValue' },
      },
    });
    expect(Object.keys(seam.$defs.User?.properties ?? {})).not.toContain('account');
    expect(operation('Users.asked').result).toEqual({ enum: ['ADMIN', 'USER'] });
    expect(seam.$defs.JsonValue?.anyOf).toContainEqual({
      type: 'array',
      items: { $ref: '#/$defs/JsonValue' },
    });
  });

  it.each([
    [
      'strange',
      'request.one',
      /^The type of "Missing" is not known: it comes from not-installed, which is not installed\.$/,
    ],
    ['strange', 'result', /it is written as any; say what it is/],
    ['Users.asked', 'request.where', /Prisma generates it for queries/],
    ['guessed', 'result', /it is inferred from what not-installed gives, which is not installed/],
    ['Users.wide', 'result', /it is inferred from something that is not known/],
  ])('says why %s has an unknown type at %s', (name, where, text) => {
    expect(operation(name).reasons.find((one) => one.where === where)?.text).toMatch(text);
  });

  it('takes a branded text for a text, and a union that holds itself for one with a name', () => {
    expect(operation('branded').parameters.map(({ schema }) => schema)).toEqual([
      { type: 'string' },
      { type: 'array', items: { type: 'string' } },
    ]);
    expect(operation('anything').parameters[0]?.schema).toEqual({ $ref: '#/$defs/Json' });
    expect(JSON.stringify(operation('crossing').parameters[0]?.schema)).toContain('"a"');
  });

  it('names the lines', () => {
    const [mutation] = operation('changed').reasons;
    expect(mutation?.sites).toEqual([{ file: 'src/stock.ts', line: 25 }]);
    expect(operation('stuck').reasons[0]?.text).toBe('A caller cannot await it: a constructor.');
    expect(seam.leftOut).toEqual([
      {
        what: 'src/stock.ts#Money',
        why: 'it makes an instance: wiring, which the other process does for itself',
        sites: [{ file: 'src/basket.ts', line: 3 }],
      },
    ]);
  });

  it('fits its schema', () => {
    const schema = JSON.parse(
      readFileSync(new URL('../../schemas/seam.schema.json', import.meta.url), 'utf8'),
    );
    const fits = new Ajv2020({ strict: false }).compile(schema);
    expect(fits(seam), JSON.stringify(fits.errors)).toBe(true);
  });
});
