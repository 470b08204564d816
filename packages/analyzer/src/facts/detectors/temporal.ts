import { computedSpecifiers } from '../../link/computed-imports.ts';
import { followExport } from '../../link/exports.ts';
import { enclosingName, type ProgramFile } from '../../link/program.ts';
import { packageOf, type Value } from '../../link/value.ts';
import type { Handler } from '../../model/analysis.ts';
import type { Expression } from '../../parse/expression.ts';
import type { CallSite, Detector, FactSink } from '../detector.ts';
import { calledName, lastName, objectProperty, render } from '../expressions.ts';
import { importsAny } from '../imported-packages.ts';
import { shapeAt } from '../places.ts';

const WORKER = '@temporalio/worker';
const CLIENT = '@temporalio/client';
const WORKFLOW = '@temporalio/workflow';
const PROXIES = /^proxy(?:Local)?Activities$/;

/**
 * Temporal: a worker listens for the workflows and activities it is given; who starts a workflow, or calls an activity
 * through `proxyActivities`, sends to it by name.
 */
export const temporal: Detector = {
  name: 'temporal',
  packages: [WORKER, CLIENT, WORKFLOW],
  calls: ['create', 'start', 'execute', 'signalWithStart', 'executeChild', 'startChild'],
  mayCallIn: (program) => importsAny(program, [WORKER, CLIENT, WORKFLOW]),
  call(site, out) {
    const from = packageOf(site.callee());
    if (from === WORKER && site.name === 'create') worker(site, out);
    else if (from === CLIENT && site.name === 'create') schedule(site, out);
    else if (from === CLIENT && lastName(site.receiver) === 'workflow')
      starts(site, out, site.call.args[0]);
    else if (from === WORKFLOW) starts(site, out, site.call.args[0]);
  },
  file(file, out, evaluator) {
    if (!file.facts.imports.some(({ specifier }) => specifier === WORKFLOW)) return;
    for (const { call, fact } of file.calls) {
      const { callee, nameLine: line } = call;
      const value = evaluator.evaluate(callee, file, fact.fn);
      if (value.t !== 'member' || !isProxy(value.of)) continue;
      const caller = enclosingName(file, fact.fn);
      out.event({ file: file.path, line, name: value.name, role: 'emit', caller });
    }
  },
};

function isProxy(value: Value): boolean {
  return (
    value.t === 'result' &&
    PROXIES.test(calledName(value.call) ?? '') &&
    packageOf(value) === WORKFLOW
  );
}

/** `client.workflow.start(order, …)`, by the function or by its name. */
function starts(site: CallSite, out: FactSink, given: Expression | undefined): void {
  const name = given && workflowName(site, given);
  const at = { file: site.file.path, line: site.call.nameLine };
  if (name !== undefined) out.event({ ...at, name, role: 'emit' });
  else
    out.unresolved({
      ...at,
      kind: 'event',
      text: render(site.call),
      reason: 'name of the workflow is computed',
    });
}

function workflowName(site: CallSite, given: Expression): string | undefined {
  const value = site.value(given);
  if (value.t === 'string') return value.value;
  return (value.t === 'function' && value.fn.name) || undefined;
}

/** `client.schedule.create({ spec: { cronExpressions }, action: { workflowType } })`. */
function schedule(site: CallSite, out: FactSink): void {
  if (lastName(site.receiver) !== 'schedule') return;
  const found = shapeAt(site, site.call.args[0]);
  const type = objectProperty(objectProperty(found?.shape, 'action'), 'workflowType');
  const name = type && workflowName(site, type);
  if (name === undefined) return;
  const cron = objectProperty(objectProperty(found?.shape, 'spec'), 'cronExpressions');
  const time = cron?.k === 'arr' ? site.text(cron.items[0]) : undefined;
  const at = { file: site.file.path, line: site.call.nameLine };
  out.job({ ...at, name, ...(time === undefined ? {} : { schedule: time }) });
}

/** `Worker.create({ workflowsPath: require.resolve('./workflows'), activities, taskQueue })`. */
function worker(site: CallSite, out: FactSink): void {
  const found = shapeAt(site, site.call.args[0]);
  if (!found) return;
  const { place, shape } = found;
  const path = objectProperty(shape, 'workflowsPath');
  const activities = objectProperty(shape, 'activities');
  const workflows = path && fileBehind(site, path);
  const { evaluator } = site.registry;
  if (workflows) tell(site, out, { t: 'module', file: workflows });
  else if (path) unknown(site, out, 'path of the workflows is computed');
  if (!activities) return;
  const given = evaluator.evaluate(activities, place.file, place.fn);
  if (given.t === 'module' || given.t === 'object') tell(site, out, given);
  else unknown(site, out, 'activities of the worker are computed');
}

function unknown(site: CallSite, out: FactSink, reason: string): void {
  const { path: file } = site.file;
  out.unresolved({
    kind: 'event',
    file,
    line: site.call.nameLine,
    text: 'Worker.create(…)',
    reason,
  });
}

function fileBehind(site: CallSite, path: Expression): ProgramFile | undefined {
  const { file, fn, program, registry } = site;
  const isResolved = path.k === 'call' && calledName(path) === 'resolve';
  const argument = isResolved ? path.args[0] : path;
  const specifiers = argument && computedSpecifiers({ argument, fn }, file, registry.evaluator);
  const told = argument && site.text(argument);
  const [specifier] = told === undefined ? (specifiers ?? []) : [told];
  const target = specifier ? program.resolve(file.path, specifier) : undefined;
  return target?.k === 'file' ? program.files.get(target.path) : undefined;
}

/** Each function that the worker is given, by its name. */
function tell(
  site: CallSite,
  out: FactSink,
  given: Extract<Value, { t: 'module' | 'object' }>,
): void {
  const at = { file: site.file.path, line: site.call.nameLine, role: 'listen' as const };
  for (const [name, value] of functionsOf(site, given)) {
    if (value.t !== 'function') continue;
    const handler: Handler = { file: value.file.path };
    if (value.fn.name) handler.symbol = value.fn.name;
    out.event({ ...at, name, handler });
  }
}

function functionsOf(
  site: CallSite,
  given: Extract<Value, { t: 'module' | 'object' }>,
): [string, Value][] {
  const { evaluator } = site.registry;
  if (given.t === 'module')
    return exportedNames(given.file).map((name) => [
      name,
      evaluator.evaluateExport(followExport(site.program, given.file, name)),
    ]);
  return given.expression.props.flatMap(({ key, value, spread }): [string, Value][] => {
    if (key !== null) return [[key, evaluator.member(given, key)]];
    const inner = spread && evaluator.evaluate(value, given.file, given.fn, given.binding);
    const isKnown = inner && (inner.t === 'module' || inner.t === 'object');
    return isKnown ? functionsOf(site, inner) : [];
  });
}

function exportedNames(file: ProgramFile): string[] {
  return [...file.exports.keys()].filter((name) => name !== 'default' && name !== 'export=');
}
