import { column } from '../facts/columns.ts';
import type { Model, TableRegistry } from '../facts/detector.ts';
import { referentialActions } from '../facts/referential-actions.ts';
import type { Column, ForeignKey } from '../model/analysis.ts';
import { qualifiedName } from '../sql/naming.ts';

interface Block {
  kind: 'model' | 'view';
  name: string;
  line: number;
  body: { text: string; line: number }[];
}

/**
 * Reads Prisma schema files (Prisma schema reference: models, views, `@@map`, `@relation`). A
 * schema may be spread over several files, so all are read before relations are followed.
 */
export function definePrismaModels(
  files: { path: string; text: string }[],
  registry: TableRegistry,
): void {
  const models = new Map<string, Known>();
  for (const { path, text } of files) {
    for (const block of readBlocks(text)) {
      const told = (pattern: RegExp): string | undefined =>
        block.body.map(({ text: line }) => pattern.exec(line)?.[1]).find(Boolean);
      const map = told(/^\s*@@map\(\s*(?:name:\s*)?"([^"]+)"/);
      const model: Model = {
        table: qualifiedName(told(/^\s*@@schema\(\s*"([^"]+)"/), map ?? block.name),
        kind: block.kind === 'view' ? 'view' : 'table',
        via: 'prisma',
        site: { file: path, line: block.line },
        foreignKeys: [],
        columns: block.body.flatMap(({ text: own, line }) => columnOf(own, { file: path, line })),
        relations: new Map(),
      };
      if (!models.has(block.name)) models.set(block.name, { model, block, path });
    }
  }
  for (const [name, { model, block, path }] of models) {
    const relations = new Set<number>();
    for (const { text, line } of block.body) {
      const field = /^\s*(\w+)\s+(\w+)(\[\])?\??/.exec(text);
      const target = field?.[2] ? models.get(field[2]) : undefined;
      if (!field?.[1] || !target) continue;
      relations.add(line);
      model.relations.set(field[1], () => target.model);
      const key = foreignKey(text, target.model.table);
      if (key) model.foreignKeys.push({ ...key, site: { file: path, line } });
    }
    // A field of the type of another model is no column.
    model.columns = (model.columns ?? []).filter((own) => !relations.has(own.site.line));
    registry.define(model, undefined, [name.charAt(0).toLowerCase() + name.slice(1), name]);
  }
  defineJoinTables(models, registry);
}

interface Known {
  model: Model;
  block: Block;
  path: string;
}

interface ListField {
  field: string;
  of: string;
  to: string;
  /** Of `@relation("name")`. */
  relation?: string;
  line: number;
}

/**
 * Lists on both sides of a relation, and no model between them: Prisma keeps the pairs in a table of its own,
 * `_Name` or `_AToB`, with the columns `A` and `B` in the order of the models' names (Prisma schema reference,
 * implicit many-to-many relations).
 */
function defineJoinTables(models: ReadonlyMap<string, Known>, registry: TableRegistry): void {
  const fields = [...models].flatMap(([of, { block }]) => listFields(of, block, models));
  const between = new Map<string, ListField[]>();
  const pair = (of: string, to: string, relation?: string): string =>
    `${of} ${to} ${relation ?? ''}`;
  for (const field of fields) {
    const key = pair(field.of, field.to, field.relation);
    const known = between.get(key);
    if (known) known.push(field);
    else between.set(key, [field]);
  }
  const made = new Map<string, Model>();
  for (const own of fields) {
    const owner = models.get(own.of);
    const others = between.get(pair(own.to, own.of, own.relation)) ?? [];
    if (!owner || !others.some((field) => field !== own)) continue;
    const [first = '', second = ''] = [own.of, own.to].sort();
    const table = `_${own.relation ?? `${first}To${second}`}`;
    if (!made.has(table)) {
      const site = { file: owner.path, line: own.line };
      const key = (column: string, name: string): Model['foreignKeys'] => {
        const to = models.get(name)?.model.table;
        return to === undefined
          ? []
          : [{ columns: [column], table: to, referencedColumns: ['id'], site }];
      };
      const foreignKeys = [...key('A', first), ...key('B', second)];
      const model: Model = {
        table,
        kind: 'table',
        via: 'prisma',
        site,
        foreignKeys,
        relations: new Map(),
      };
      made.set(table, model);
      registry.define(model);
    }
    owner.model.joins = (owner.model.joins ?? new Map()).set(own.field, () => table);
  }
}

function listFields(of: string, block: Block, models: ReadonlyMap<string, Known>): ListField[] {
  return block.body.flatMap(({ text, line }) => {
    const [, field, to] = /^\s*(\w+)\s+(\w+)\[\]/.exec(text) ?? [];
    if (!field || !to || !models.has(to) || /\bfields:/.test(text)) return [];
    const relation = /@relation\(\s*(?:name:\s*)?"([^"]+)"/.exec(text)?.[1];
    return [{ field, of, to, line, ...(relation === undefined ? {} : { relation }) }];
  });
}

/** `name Type? @map("column") @db.VarChar(20)`. */
function columnOf(text: string, site: Column['site']): Column[] {
  const [, name, type, list] = /^\s*(\w+)\s+(\w+(?:\("[^"]*"\))?)(\[\])?/.exec(text) ?? [];
  if (name === undefined || type === undefined) return [];
  const mapped = /@map\(\s*(?:name:\s*)?"([^"]+)"/.exec(text)?.[1];
  return [column(mapped ?? name, `${type}${list ?? ''}`, site)];
}

function foreignKey(text: string, table: string): ForeignKey | undefined {
  const relation = relationOf(text);
  const columns = relation ? /\bfields:\s*\[([^[\]]*)\]/.exec(relation)?.[1] : undefined;
  if (!relation || !columns) return undefined;
  const referenced = /\breferences:\s*\[([^[\]]*)\]/.exec(relation)?.[1] ?? '';
  const split = (list: string): string[] =>
    list
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean);
  return {
    columns: split(columns),
    table,
    referencedColumns: split(referenced),
    ...referentialActions((name) => new RegExp(`\\b${name}:\\s*(\\w+)`).exec(relation)?.[1]),
  };
}

const RELATION = '@relation(';

/** What stands in the brackets of `@relation(…)`. */
function relationOf(text: string): string | undefined {
  const start = text.indexOf(RELATION) + RELATION.length;
  const end = text.lastIndexOf(')');
  return start < RELATION.length || end < start ? undefined : text.slice(start, end);
}

function readBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.replace(/(^|\s)\/\/.*$/s, '$1');
    const start = /^\s*(model|view)\s+(\w+)\s*\{/.exec(line);
    if (start?.[1] && start[2]) {
      open = { kind: start[1] as Block['kind'], name: start[2], line: index + 1, body: [] };
      blocks.push(open);
    } else if (/^\s*\}/.test(line)) open = undefined;
    else open?.body.push({ text: line, line: index + 1 });
  }
  return blocks;
}
