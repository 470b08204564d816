import type { RawImport } from '../facts/file-facts.ts';
import type { ImportEdge, Stats, Unresolved } from '../model/analysis.ts';
import type { Expression } from '../parse/expression.ts';
import { branchesOf, computedSpecifiers } from './computed-imports.ts';
import { elidedNames } from './elided-imports.ts';
import type { Evaluator } from './evaluator.ts';
import { followExport } from './exports.ts';
import { type Pace, unhurried } from './pace.ts';
import { getOrMake, type Program, type ProgramFile } from './program.ts';

export interface LinkedImports {
  imports: ImportEdge[];
  unresolved: Unresolved[];
  specifiers: Stats['specifiers'];
  /** How many imports lead to each path that is not read. */
  notRead: Map<string, number>;
}

/**
 * Turns specifiers into edges. Every statement gives its literal edge; names that come through a
 * barrel also give an edge to the file that defines them, with the barrels in `via`.
 */
export async function linkImports(
  program: Program,
  evaluator: Evaluator,
  pace: Pace,
): Promise<LinkedImports> {
  const linked: LinkedImports = {
    imports: [],
    unresolved: [],
    specifiers: { total: 0, internal: 0, external: 0, builtin: 0, unresolved: 0 },
    notRead: new Map(),
  };
  await unhurried(program.files.values(), pace, (file) => {
    const required = requiredNames(file);
    for (const item of file.facts.imports)
      linkOne(program, evaluator, file, item, required, linked);
  });
  return linked;
}

function linkOne(
  program: Program,
  evaluator: Evaluator,
  file: ProgramFile,
  item: RawImport,
  required: Map<string, Set<string>>,
  linked: LinkedImports,
): void {
  const { specifiers } = linked;
  if (item.computed) {
    const { argument, fn } = item.computed;
    const branches = branchesOf(argument, fn, file);
    if (branches.length > 1) {
      for (const branch of branches) {
        const one = { ...item, computed: { argument: branch, fn } };
        linkOne(program, evaluator, file, one, required, linked);
      }
      return;
    }
    const found = computedSpecifiers(item.computed, file, evaluator);
    for (const specifier of found ?? []) {
      const { computed: _, ...plain } = item;
      linkOne(program, evaluator, file, { ...plain, specifier }, required, linked);
    }
    if (found) return;
    specifiers.total++;
    specifiers.unresolved++;
    linked.unresolved.push(unresolvedImport(file, item, 'computed at run time'));
    return;
  }
  specifiers.total++;
  const target = program.resolve(file.path, item.specifier);
  if (target.k === 'unresolved') {
    specifiers.unresolved++;
    linked.unresolved.push(unresolvedImport(file, item, target.reason));
  } else if (target.k === 'external') specifiers.external++;
  else if (target.k === 'builtin') specifiers.builtin++;
  else {
    specifiers.internal++;
    if (target.k === 'file') pushEdges(program, file, item, target.path, required, linked);
    else linked.notRead.set(target.path, (linked.notRead.get(target.path) ?? 0) + 1);
  }
}

function unresolvedImport(file: ProgramFile, item: RawImport, reason: string): Unresolved {
  return { kind: 'import', file: file.path, line: item.line, text: item.specifier, reason };
}

/** Sorted, and each once. */
function sortedOnce(names: readonly string[]): string[] {
  const sorted = names.toSorted();
  for (let at = 1; at < sorted.length; at++)
    if (sorted[at] === sorted[at - 1]) return [...new Set(sorted)];
  return sorted;
}

const ELIDED = { elided: true } as const;

/** Names that come through a barrel from one file. */
interface Deeper {
  via: string[];
  symbols: Set<string>;
  typeOnly: boolean;
  /** Whether all names are left out, by being types or by their use. */
  gone: boolean;
}

function pushEdges(
  program: Program,
  file: ProgramFile,
  item: RawImport,
  to: string,
  required: Map<string, Set<string>>,
  linked: LinkedImports,
): void {
  const names =
    item.names.length > 0
      ? item.names.map((n) => n.imported)
      : item.kind === 'require' || item.kind === 'dynamic'
        ? [...(required.get(`${item.kind} ${item.specifier}`) ?? ['*'])]
        : [];
  const symbols = names.length > 1 ? sortedOnce(names) : names;
  const { kind, line } = item;
  const target = program.files.get(to);
  const elided = elidedNames(program, file, item, target);
  const whole = elided.size > 0 && elided.size === item.names.length ? ELIDED : undefined;
  const { typeOnly } = item;
  linked.imports.push({ from: file.path, to, kind, typeOnly, ...whole, symbols, line });
  if (!target) return;
  let deeper: Map<string, Deeper> | undefined;
  for (let at = 0; at < names.length; at++) {
    const name = names[at] as string;
    if (name === '*') continue;
    const found = followExport(program, target, name);
    if (!found || found.k === 'external' || found.via.length === 0) continue;
    if (found.file.path === to || found.file.path === file.path) continue;
    const own = item.names.filter((n) => n.imported === name);
    const isType = typeOnly || (own[0]?.typeOnly ?? false);
    const isGone = isType || (own.length > 0 && own.every((n) => elided.has(n)));
    deeper ??= new Map();
    const edge = getOrMake(deeper, found.file.path, () => ({
      via: found.via,
      symbols: new Set<string>(),
      typeOnly: true,
      gone: true,
    }));
    edge.symbols.add(name);
    edge.typeOnly &&= isType;
    edge.gone &&= isGone;
  }
  if (!deeper) return;
  for (const [path, edge] of deeper) {
    linked.imports.push({
      from: file.path,
      to: path,
      kind,
      typeOnly: edge.typeOnly,
      ...(edge.gone && !edge.typeOnly ? ELIDED : undefined),
      symbols: [...edge.symbols].sort(),
      line,
      via: edge.via,
    });
  }
}

/** Names taken out of `require('x')` and `await import('x')`, by specifier. */
function requiredNames(file: ProgramFile): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  const { variables } = file.facts;
  for (let at = 0; at < variables.length; at++) {
    const init = variables[at]?.init;
    if (!init) continue;
    const member = init.k === 'member' ? init : undefined;
    const specifier = requiredSpecifier(member ? member.object : init);
    if (specifier === undefined) continue;
    getOrMake(names, specifier, () => new Set<string>()).add(member?.name ?? '*');
  }
  return names;
}

/** `require x` or `dynamic x`: the kind keeps the two apart. */
function requiredSpecifier(expression: Expression): string | undefined {
  if (expression.k === 'await') return requiredSpecifier(expression.of);
  if (expression.k === 'import') return `dynamic ${expression.specifier}`;
  if (
    expression.k !== 'call' ||
    expression.callee.k !== 'id' ||
    expression.callee.name !== 'require'
  )
    return undefined;
  const argument = expression.args[0];
  return argument?.k === 'str' ? `require ${argument.value}` : undefined;
}
