import { rootOf } from '../../facts/expressions.ts';
import type { FunctionId } from '../../facts/file-facts.ts';
import type { TableAccess } from '../../model/analysis.ts';
import type { Expression } from '../../parse/expression.ts';
import type { Detected, DetectedAccess } from '../detected.ts';
import type { Evaluator } from '../evaluator.ts';
import { keysOf, mentionedKeys } from '../handles.ts';
import { type Pace, unhurried } from '../pace.ts';
import type { Program, ProgramFile } from '../program.ts';
import { propagate } from './propagate.ts';
import { findRunners } from './runners.ts';
import { ambientOf, lookup, type Scopes } from './scopes.ts';
import { seedBegin, seedFile } from './seeds.ts';
import { isOutside, spansOf } from './spans.ts';

/**
 * Says for every access which transactions it runs in. A transaction is named by the place it
 * starts at. Handles are followed through variables, closures, arguments and object properties into
 * the functions they are passed to.
 */
export async function assignTransactions(
  program: Program,
  evaluator: Evaluator,
  detected: Detected,
  pace: Pace,
): Promise<void> {
  const scopes: Scopes = {
    handles: new Map(),
    properties: new Map(),
    ambient: new Map(),
    ambientFiles: new Set(),
    handleFiles: new Set(),
    nested: new Map(),
    elements: new Map(),
  };
  const runners = await findRunners(program, evaluator, pace);
  await unhurried(program.files.values(), pace, (file) =>
    seedFile(file, evaluator, scopes, runners),
  );
  for (const control of detected.controls) {
    if (control.kind === 'begin') seedBegin(control.file, control.fn, control.line, scopes);
  }
  await propagate(program, evaluator, scopes, pace);
  const spans = spansOf(detected);
  const spread: DetectedAccess[] = [];
  for (const item of detected.accesses) {
    const found = [...transactionsOf(item, scopes)]
      .filter((id) => !isOutside(spans, id, item))
      .sort();
    const [first, ...others] = found.map((transaction) =>
      inTransaction(transaction, found, scopes),
    );
    // One function may run in the transactions of several callers: one access each.
    for (const scope of others) spread.push({ ...item, access: { ...item.access, ...scope } });
    Object.assign(item.access, first);
  }
  detected.accesses.push(...spread);
}

/** Which of an access's transactions this is, and the other one inside it that the access runs in. */
function inTransaction(
  transaction: string,
  found: readonly string[],
  { nested }: Scopes,
): Pick<TableAccess, 'transaction' | 'inner'> {
  const inner = found.find((other) => nested.get(other)?.has(transaction));
  return inner === undefined ? { transaction } : { transaction, inner };
}

function transactionsOf(item: DetectedAccess, scopes: Scopes): Set<string> {
  const found = new Set(ambientOf(item.file, item.fn, scopes));
  if (!item.expression) return found;
  const element = scopes.elements.get(item.expression);
  if (element) found.add(element);
  for (const id of lookup(scopes, mentionedKeys(item.expression, item.file, item.fn)))
    found.add(id);
  for (const id of lookup(scopes, handlesOfWholes(item.expression, item.file, item.fn, scopes)))
    found.add(id);
  const root = rootOf(item.expression);
  if (root.k === 'id')
    for (const id of lookup(scopes, keysOf(root, item.file, item.fn))) found.add(id);
  return found;
}

/** `query(text, options)` and `query(text, { ...options })`, where `options.transaction` is the handle. */
function handlesOfWholes(
  expression: Expression,
  file: ProgramFile,
  fn: FunctionId,
  scopes: Scopes,
): string[] {
  if (expression.k !== 'call') return [];
  const wholes = expression.args.flatMap((argument) =>
    argument.k === 'obj'
      ? argument.props.flatMap(({ spread, value }) => (spread ? [value] : []))
      : [argument],
  );
  return wholes.flatMap((whole) =>
    whole.k === 'id'
      ? keysOf(whole, file, fn).flatMap((key) => [...(scopes.properties.get(key) ?? [])])
      : [],
  );
}
