import { computedSpecifiers } from '../../../link/computed-imports.ts';
import { callsNamed } from '../../../link/program.ts';
import { packageOf } from '../../../link/value.ts';
import type { Handler } from '../../../model/analysis.ts';
import type { Expression } from '../../../parse/expression.ts';
import type { CallSite } from '../../detector.ts';
import { objectProperty } from '../../expressions.ts';
import { handlerOf } from '../../handlers.ts';

/** BullMQ runs the file in a process of its own: `new Worker('queue', path.join(__dirname, 'send.js'))`. */
export function handlerFile(site: CallSite, path: Expression | undefined): Handler | undefined {
  const { file, fn, program, registry } = site;
  const found = path && computedSpecifiers({ argument: path, fn }, file, registry.evaluator);
  const [specifier] = found?.length === 1 ? found : [];
  const target = specifier?.startsWith('.') ? program.resolve(file.path, specifier) : undefined;
  return target?.k === 'file' ? { file: target.path } : undefined;
}

/** What is called when the event comes: the last function that is handed over. */
export function listenerOf(site: CallSite): Handler | undefined {
  for (const argument of site.call.args.slice(0).reverse()) {
    const found = handlerOf(site, argument);
    if (found) return found;
  }
  return kafkaHandler(site);
}

/** kafkajs subscribes in one call and says in another what runs: `consumer.run({ eachMessage })`. */
function kafkaHandler(site: CallSite): Handler | undefined {
  const consumer = site.value(site.receiver);
  if (site.name !== 'subscribe' || consumer.t !== 'result' || packageOf(consumer) !== 'kafkajs')
    return undefined;
  const { evaluator } = site.registry;
  for (const { call, fact } of callsNamed(site.file, ['run'])) {
    if (call.callee.k !== 'member') continue;
    const runs = evaluator.evaluate(call.callee.object, site.file, fact.fn);
    if (runs.t !== 'result' || runs.call !== consumer.call) continue;
    const [options] = call.args;
    const each = objectProperty(options, 'eachMessage') ?? objectProperty(options, 'eachBatch');
    const found = handlerOf(site, each);
    if (found) return found;
  }
  return undefined;
}
