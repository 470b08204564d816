import type { Expression } from '../../../parse/expression.ts';
import { lineOf } from '../../columns.ts';
import type { AccessOptions, CallSite, FactSink, Model } from '../../detector.ts';
import { calledName } from '../../expressions.ts';

/** `withGraphFetched('[items.variant, buyer]')` or `{ items: true }`: the tables on the way. */
export function readGraph(site: CallSite, out: FactSink, model: Model): void {
  const [first] = site.call.args;
  if (first?.k === 'obj') {
    for (const { key } of first.props) if (key) use(site, out, model, key, 'read');
    return;
  }
  followPaths(site, out, model, first, 'read');
}

function followPaths(
  site: CallSite,
  out: FactSink,
  model: Model,
  paths: Expression | undefined,
  operation: 'read' | 'write',
): void {
  const stack: Model[] = [];
  let at: Model | undefined = model;
  let last: Model | undefined;
  for (const token of site.text(paths)?.match(/\w+|[.,[\]]/g) ?? []) {
    if (token === '[') stack.push(at ?? model);
    else if (token === ']') at = stack.pop();
    else if (token === ',') at = stack.at(-1) ?? model;
    else if (token === '.') at = last;
    else {
      last = at && use(site, out, at, token, operation);
    }
  }
}

/** What a relation leads to, and the table between. */
function use(
  site: CallSite,
  out: FactSink,
  model: Model,
  name: string,
  operation: 'read' | 'write',
  options: AccessOptions = {},
): Model | undefined {
  const related = model.relations.get(name)?.();
  if (!related) return undefined;
  out.access(site, related, operation, options);
  const between = model.joins?.get(name)?.();
  if (between) out.access(site, between, operation, options);
  return related;
}

const MAX_DEPTH = 6;

/**
 * `insertGraph({ items: [{ … }] })` writes the parts that it is given; where the graph itself says nothing, those that
 * `allowGraph('[items]')` names.
 */
export function writeGraph(site: CallSite, out: FactSink, model: Model): void {
  if (model.relations.size === 0) return;
  const [given] = site.call.args;
  if (writeParts(site, out, model, given, 0)) return;
  const allowed = site.chain.find((call) => calledName(call) === 'allowGraph');
  if (allowed) followPaths(site, out, model, allowed.args[0], 'write');
  else out.unknownTable(site, '', 'which parts of the graph it writes is not known');
}

/** @returns whether the shape of what is written could be seen */
function writeParts(
  site: CallSite,
  out: FactSink,
  model: Model,
  given: Expression | undefined,
  depth: number,
): boolean {
  if (!given || depth > MAX_DEPTH) return false;
  if (given.k === 'arr')
    return given.items.map((item) => writeParts(site, out, model, item, depth + 1)).every(Boolean);
  const value = given.k === 'obj' ? undefined : site.value(given);
  if (value?.t === 'array' && value.file === site.file)
    return writeParts(site, out, model, value.expression, depth + 1);
  const isHere = given.k === 'obj' || (value?.t === 'object' && value.file === site.file);
  const shape = given.k === 'obj' ? given : value?.t === 'object' ? value.expression : undefined;
  if (!shape) return false;
  let isWhole = true;
  for (const { key, value: part } of shape.props) {
    if (key === null) isWhole = false;
    const options = isHere ? { line: lineOf(part, shape.line) } : {};
    const related = key && use(site, out, model, key, 'write', options);
    if (related) writeParts(site, out, related, part, depth + 1);
  }
  return isWhole;
}
