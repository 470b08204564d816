/** Prisma's scalar types as its client gives them to code (Prisma Client reference, "Type mapping"). */
const SCALARS: Readonly<Record<string, string>> = {
  String: 'string',
  Boolean: 'boolean',
  Int: 'number',
  Float: 'number',
  BigInt: 'bigint',
  Decimal: 'Prisma.Decimal',
  DateTime: 'Date',
  Json: 'Prisma.JsonValue',
  Bytes: 'Uint8Array',
};

interface Block {
  readonly kind: string;
  readonly name: string;
  readonly lines: readonly string[];
}

/**
 * The types that `prisma generate` would write, as far as a seam needs them: rows, enums, the client and its
 * handle on a transaction. So a seam can be read where the client was never generated. A query that picks
 * columns or includes relations answers `unknown` here, since its rows have another shape.
 *
 * @param schemas texts of the files of one schema
 * @returns declarations of the module `@prisma/client`; undefined if the texts have no model
 */
export function prismaTypes(schemas: readonly string[]): string | undefined {
  const blocks = schemas.flatMap(blocksOf);
  const models = blocks.filter(({ kind }) => kind === 'model' || kind === 'view');
  if (models.length === 0) return undefined;
  const enums = blocks.filter(({ kind }) => kind === 'enum');
  const composites = blocks.filter(({ kind }) => kind === 'type');
  const rows = new Set(models.map(({ name }) => name));
  const named = new Set([...enums, ...composites].map(({ name }) => name));
  return [
    "declare module '@prisma/client' {",
    ...enums.flatMap(enumLines),
    ...[...models, ...composites].map((model) => rowType(model, rows, named)),
    ...CLIENT,
    ...models.map(({ name }) => `    ${lowerFirst(name)}: Delegate<${name}>;`),
    '  }',
    '}',
    '',
  ].join('\n');
}

const CLIENT = [
  '  export namespace Prisma {',
  '    type JsonValue = string | number | boolean | null | { [key: string]: JsonValue } | JsonValue[];',
  '    class Decimal { private readonly digits: number[]; toNumber(): number }',
  '    interface TransactionClient { $executeRaw(...query: unknown[]): Promise<number> }',
  '  }',
  '  type Row<T, A> = A extends { include: any } | { select: any } | { omit: any } ? unknown : T;',
  '  interface Delegate<T> {',
  '    findUnique<A>(args: A): Promise<Row<T, A> | null>;',
  '    findUniqueOrThrow<A>(args: A): Promise<Row<T, A>>;',
  '    findFirst<A = undefined>(args?: A): Promise<Row<T, A> | null>;',
  '    findFirstOrThrow<A = undefined>(args?: A): Promise<Row<T, A>>;',
  '    findMany<A = undefined>(args?: A): Promise<Row<T, A>[]>;',
  '    create<A>(args: A): Promise<Row<T, A>>;',
  '    update<A>(args: A): Promise<Row<T, A>>;',
  '    upsert<A>(args: A): Promise<Row<T, A>>;',
  '    delete<A>(args: A): Promise<Row<T, A>>;',
  '    createMany(args: unknown): Promise<{ count: number }>;',
  '    updateMany(args: unknown): Promise<{ count: number }>;',
  '    deleteMany(args?: unknown): Promise<{ count: number }>;',
  '  }',
  '  export class PrismaClient {',
  '    constructor(options?: unknown);',
  '    $transaction(steps: unknown): Promise<any>;',
];

function enumLines({ name, lines }: Block): readonly string[] {
  const values = lines.flatMap((line) => /^\s*(\w+)/.exec(line)?.[1] ?? []);
  const literals = values.map((value) => `'${value}'`);
  return [
    `  export type ${name} = ${literals.join(' | ') || 'never'};`,
    `  export const ${name}: { ${values.map((value) => `readonly ${value}: '${value}'`).join('; ')} };`,
  ];
}

/** Relations are no members of a row. */
function rowType(
  { name, lines }: Block,
  rows: ReadonlySet<string>,
  named: ReadonlySet<string>,
): string {
  const members = lines.flatMap((line) => {
    const [, field, type = '', mark] = /^\s*(\w+)\s+(\w+)(?:\([^)]*\))?(\[\]|\?)?/.exec(line) ?? [];
    if (field === undefined || rows.has(type)) return [];
    const own = SCALARS[type] ?? (named.has(type) ? type : 'unknown');
    return `${field}: ${own}${mark === '[]' ? '[]' : mark === '?' ? ' | null' : ''}`;
  });
  return `  export type ${name} = { ${members.join('; ')} };`;
}

function blocksOf(text: string): readonly Block[] {
  const blocks: { kind: string; name: string; lines: string[] }[] = [];
  let open: string[] | undefined;
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.replace(/\/\/.*$/, '');
    const [, kind, name] = /^\s*(model|view|enum|type)\s+(\w+)\s*\{/.exec(line) ?? [];
    if (kind !== undefined && name !== undefined) {
      open = [];
      blocks.push({ kind, name, lines: open });
    } else if (/^\s*\}/.test(line)) open = undefined;
    else if (line.trim() !== '' && !/^\s*@@/.test(line)) open?.push(line);
  }
  return blocks;
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
