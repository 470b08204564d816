import type { ProgramFile } from '../../../link/program.ts';
import { type Binding, stringOf } from '../../../link/value.ts';
import type { Expression } from '../../../parse/expression.ts';
import type { CallSite, FactSink } from '../../detector.ts';
import { objectProperty } from '../../expressions.ts';
import type { FunctionId } from '../../file-facts.ts';
import { collectionOf } from './collections.ts';

/** An expression with the place that gives its names their meaning. */
interface Placed {
  expression: Expression;
  file: ProgramFile;
  fn: FunctionId;
  binding?: Binding;
}

const STAGES: [string, 'read' | 'write'][] = [
  ['$lookup', 'read'],
  ['$graphLookup', 'read'],
  ['$unionWith', 'read'],
  ['$merge', 'write'],
  ['$out', 'write'],
];

/** `$lookup`, `$graphLookup`, `$unionWith`, `$merge` and `$out` name other collections. */
export function lookups(site: CallSite, out: FactSink, pipeline: Expression | undefined): void {
  const { file, fn, binding } = site;
  if (pipeline)
    inPipeline(site, out, { expression: pipeline, file, fn, ...(binding ? { binding } : {}) });
}

function inPipeline(site: CallSite, out: FactSink, pipeline: Placed): void {
  const list = written(site, pipeline);
  if (list.expression.k !== 'arr') return;
  for (const item of list.expression.items) {
    const stage = written(site, { ...list, expression: item });
    const facets = objectProperty(stage.expression, '$facet');
    const parts = facets && written(site, { ...stage, expression: facets });
    if (parts?.expression.k === 'obj')
      for (const { value } of parts.expression.props)
        inPipeline(site, out, { ...parts, expression: value });
    for (const [key, operation] of STAGES) {
      const given = objectProperty(stage.expression, key);
      if (given) inStage(site, out, key, operation, written(site, { ...stage, expression: given }));
    }
  }
}

function inStage(
  site: CallSite,
  out: FactSink,
  key: string,
  operation: 'read' | 'write',
  stage: Placed,
): void {
  const { expression: body, file } = stage;
  const named = ['from', 'coll', 'into'].map((name) => objectProperty(body, name)).find(Boolean);
  const name = textOf(site, { ...stage, expression: named ?? body });
  const isHere = file === site.file && body.k === 'obj';
  if (name) out.access(site, name, operation, { line: isHere ? body.line : site.call.nameLine });
  else out.unknownTable(site, key, 'collection name is computed');
  const inner = objectProperty(body, 'pipeline');
  if (inner) inPipeline(site, out, { ...stage, expression: inner });
}

/** The literal that a name stands for, with the place it is written at. */
function written(site: CallSite, at: Placed): Placed {
  if (at.expression.k === 'obj' || at.expression.k === 'arr') return at;
  const value = site.registry.evaluator.evaluate(at.expression, at.file, at.fn, at.binding);
  return value.t === 'object' || value.t === 'array' ? value : at;
}

function textOf(site: CallSite, { expression, file, fn, binding }: Placed): string | undefined {
  const { evaluator } = site.registry;
  const value = evaluator.evaluate(expression, file, fn, binding);
  const text = stringOf(value);
  if (text !== undefined || expression.k !== 'member') return text;
  // Order.collection.name, and .collectionName
  const { object, name } = expression;
  if (!/^(?:name|collectionName)$/.test(name ?? '') || object.k !== 'member') return undefined;
  if (object.name !== 'collection') return undefined;
  return collectionOf(site, evaluator.evaluate(object.object, file, fn, binding))?.name;
}
