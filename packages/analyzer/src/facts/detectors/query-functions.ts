import { ancestry } from '../../link/class-ancestry.ts';
import { packageOf, type Value } from '../../link/value.ts';
import type { CallSite, Detector, TableRegistry } from '../detector.ts';
import { calledName } from '../expressions.ts';

const PACKAGES = ['squel', 'sql-bricks', 'sql-bricks-postgres', '@evershop/postgres-query-builder'];
/** Verbs that name their table themselves. */
const TAKES_TABLE =
  /^(?:insert|insertInto|insertOnUpdate|replaceInto|update|del|delete|deleteFrom|upsert)$/;
const WRITES = /^(?:insert|replace|update|del|upsert)/i;
const NAMES_TABLE = ['from', 'into', 'table', 'join', 'innerJoin', 'leftJoin', 'rightJoin'];
const RUNS = /^(?:execute|load|run|build|render|toSql|toSQL|toQuery|toParams)$/;

/**
 * Query builders whose verbs are functions, `select().from('orders')`, `update('orders').given(…)`: those of
 * npm, and those that a codebase has made for itself, which are known by what their objects can do.
 */
export const queryFunctions: Detector = {
  name: 'query-functions',
  followsCallers: true,
  packages: PACKAGES,
  calls: [
    ...NAMES_TABLE,
    ...'insert insertInto insertOnUpdate replaceInto update del delete deleteFrom upsert'.split(
      ' ',
    ),
  ],
  call(site, out) {
    const [first] = site.call.args;
    if (!first || first.k === 'obj' || first.k === 'arr' || first.k === 'fn') return;
    const isNaming = NAMES_TABLE.includes(site.name);
    const receiver = site.receiver ? site.value(site.receiver) : undefined;
    if (isNaming ? !receiver : receiver && !isOfPackage(receiver)) return;
    const builder = isNaming ? receiver : site.value(site.call);
    const verb = builder ? verbOf(site, builder) : undefined;
    if (verb === undefined || (!isNaming && !TAKES_TABLE.test(site.name))) return;
    const table = site.text(first);
    const isJoin = /join$/i.test(site.name);
    if (table === undefined) out.unknownTable(site, site.name, 'table name is computed');
    else
      out.access(site, table, WRITES.test(verb) && !isJoin ? 'write' : 'read', { confidence: 0.9 });
  },
};

function isOfPackage(value: Value): boolean {
  return PACKAGES.includes(packageOf(value) ?? '');
}

/** What a builder does: the verb it was made by, or the name of its class. */
function verbOf(site: CallSite, value: Value): string | undefined {
  if (value.t === 'instance') {
    const { name } = value.cls;
    const isBuilder = /Quer(?:y|ies)|Builder|Statement/.test(name);
    return isBuilder && canRun(site.registry, value) ? name : undefined;
  }
  if (!isOfPackage(value)) return undefined;
  let at: Value = value;
  for (let verb: string | undefined; at.t === 'result' || at.t === 'member'; at = at.of) {
    verb = at.t === 'result' ? calledName(at.call) : undefined;
    if (verb && (TAKES_TABLE.test(verb) || verb === 'select')) return verb;
  }
  return undefined;
}

/** It takes conditions, and can be run or written as text. */
function canRun(registry: TableRegistry, { file, cls }: Value & { t: 'instance' }): boolean {
  const names = ancestry(registry.evaluator, file, cls).flatMap((own) =>
    own.cls.members.filter((member) => member.kind === 'method').map((member) => member.name),
  );
  return (
    names.some((name) => /^(?:where|given|set|values)$/.test(name)) &&
    names.some((name) => RUNS.test(name))
  );
}
