import { packageOf, type Value } from '../../../link/value.ts';
import type { Expression } from '../../../parse/expression.ts';
import type { CallSite, Detector, FactSink } from '../../detector.ts';
import { calledName, lastName, objectProperty, rootOf } from '../../expressions.ts';
import { handlerOf } from '../../handlers.ts';
import { eventName } from '../nestjs.ts';
import { BROKER_CALLS, brokerMessages, type Message } from './brokers.ts';
import { BUS_NAME, BUS_PACKAGES, QUEUE_NAME, QUEUE_PACKAGES, TECHNICAL } from './buses.ts';
import { handlerFile, listenerOf } from './listeners.ts';

const EMIT = [
  'emit',
  'emitAsync',
  'publish',
  'dispatch',
  'trigger',
  'fire',
  'publishAll',
  'sendToQueue',
  'produce',
  'addJob',
  'enqueue',
  'emitEvent',
  'broadcast',
  'add',
  'addBulk',
  'send',
  'notify',
  'schedule',
];

const LISTEN = [
  'on',
  'once',
  'addListener',
  'prependListener',
  'subscribe',
  'consume',
  'listen',
  'process',
  'registerHandler',
  'handle',
  'onEvent',
  'addEventListener',
];

/** Emitters, buses, queues and brokers: who says what, and who listens. */
export const events: Detector = {
  name: 'events',
  packages: [...BUS_PACKAGES],
  calls: [...new Set([...EMIT, ...LISTEN, ...BROKER_CALLS]), 'Worker', 'run'],
  call(site, out) {
    if (site.name === 'Worker') worker(site, out);
    // What runs is told by the call that subscribes.
    if (!site.receiver || site.name === 'Worker' || site.name === 'run') return;
    const messages = brokerMessages(site);
    for (const message of messages ?? []) reportMessage(site, out, message);
    if (messages) return;
    const kind = receiverKind(site);
    if (!kind) return;
    const role = EMIT.includes(site.name) ? ('emit' as const) : ('listen' as const);
    if (
      kind === 'bus' &&
      (site.name === 'add' ||
        site.name === 'addBulk' ||
        site.name === 'process' ||
        site.name === 'schedule')
    )
      return;
    for (const name of namesOf(site, kind)) report(site, out, name, role, kind);
  },
};

/** `new Worker('queue', handler)`: BullMQ's consumer. */
function worker(site: CallSite, out: FactSink): void {
  const { call, file } = site;
  if (!call.construct || packageOf(site.callee()) !== 'bullmq') return;
  const name = eventName(call.args[0], file, site.registry.evaluator);
  const handler = handlerOf(site, call.args[1]) ?? handlerFile(site, call.args[1]);
  if (name)
    out.event({
      file: file.path,
      line: call.line,
      name,
      role: 'listen',
      ...(handler ? { handler } : {}),
    });
}

type ReceiverKind = 'bus' | 'queue';

function receiverKind(site: CallSite): ReceiverKind | undefined {
  const receiver = site.receiver as Expression;
  const value = site.value(receiver);
  const from = packageOf(value);
  const name = receiverName(receiver);
  if (from !== undefined) {
    if (QUEUE_PACKAGES.has(from)) return 'queue';
    if (BUS_PACKAGES.has(from))
      return BUS_NAME.test(name) || !/redis/.test(from) || /^(?:publish|subscribe)$/.test(site.name)
        ? 'bus'
        : undefined;
    return undefined;
  }
  if (isEmitterClass(site, value)) return 'bus';
  if (
    QUEUE_NAME.test(name) &&
    /^(?:add|addBulk|process|addJob|enqueue|consume|send|publish|schedule)$/.test(site.name)
  )
    return 'queue';
  return BUS_NAME.test(name) ? 'bus' : undefined;
}

function receiverName(receiver: Expression): string {
  if (receiver.k === 'call')
    return receiverName(receiver.callee.k === 'member' ? receiver.callee.object : receiver.callee);
  return lastName(receiver) ?? lastName(rootOf(receiver)) ?? '';
}

/** A class of the program that extends an emitter. */
function isEmitterClass(site: CallSite, value: Value): boolean {
  let at = value;
  for (let depth = 0; depth < 5; depth++) {
    if (at.t !== 'instance' && at.t !== 'class') return false;
    if (!at.cls.extends) return false;
    const base = site.registry.evaluator.evaluate(at.cls.extends, at.file, at.cls.fn);
    if (packageOf(base) && BUS_PACKAGES.has(packageOf(base) ?? '')) return true;
    at = base;
  }
  return false;
}

function namesOf(site: CallSite, kind: ReceiverKind): { name: string | undefined; text: string }[] {
  const [first, second] = site.call.args;
  if (!first) return [];
  const { evaluator } = site.registry;
  const named = (e: Expression): string | undefined => eventNameIn(site, e);
  if (first.k === 'arr' && site.name !== 'addBulk')
    return first.items.map((item) => ({ name: named(item), text: '' }));
  const topic =
    objectProperty(first, 'topic') ??
    objectProperty(first, 'topics') ??
    objectProperty(first, 'type') ??
    objectProperty(first, 'eventName') ??
    objectProperty(first, 'event');
  if (topic?.k === 'arr') return topic.items.map((item) => ({ name: named(item), text: '' }));
  if (topic) return [{ name: named(topic), text: '' }];
  // amqplib: publish(exchange, routingKey, …)
  if (
    site.name === 'publish' &&
    second?.k === 'str' &&
    first.k === 'str' &&
    site.call.args.length >= 3
  ) {
    return [{ name: second.value, text: '' }];
  }
  const own = named(first);
  if (kind === 'queue') {
    // `queue.on('failed', alarm)` hears of its own jobs, not of a message.
    if (own !== undefined && TECHNICAL.has(own) && !/^(?:process|add)/.test(site.name)) return [];
    const queue = queueName(
      site,
      evaluator.evaluate(site.receiver as Expression, site.file, site.fn),
    );
    return [{ name: queue ?? own, text: '' }];
  }
  return [{ name: own, text: '' }];
}

function queueName(site: CallSite, value: Value): string | undefined {
  if (value.t !== 'result') return undefined;
  const first = value.call.args[0];
  if (!first) return undefined;
  const { evaluator } = site.registry;
  // `newQueue('mail')` of the codebase: what its caller tells it.
  const told = value.binding && evaluator.evaluate(first, value.file, value.fn, value.binding);
  return told?.t === 'string' ? told.value : eventName(first, value.file, evaluator);
}

function eventNameIn(site: CallSite, expression: Expression): string | undefined {
  const value = site.value(expression);
  if (value.t === 'string') return value.value;
  if (
    expression.k === 'template' &&
    !expression.tag &&
    expression.parts.some((p) => p.length > 2)
  ) {
    // A family of topics: `team/${id}/created` is listed as team/*/created.
    return expression.parts.join('*');
  }
  if (value.t === 'class' || value.t === 'instance') return value.cls.name || undefined;
  if (expression.k === 'call' && expression.construct) return calledName(expression);
  if (value.t === 'object') {
    for (const key of ['type', 'name', 'event', 'eventName', 'cmd']) {
      const inner = site.registry.evaluator.member(value, key);
      if (inner.t === 'string') return inner.value;
    }
  }
  if (value.t === 'external' || value.t === 'member') {
    const last = lastName(expression);
    return last && expression.k === 'member' && /^[A-Z]/.test(last) ? last : undefined;
  }
  return undefined;
}

function reportMessage(site: CallSite, out: FactSink, { role, name, handledBy }: Message): void {
  const at = { file: site.file.path, line: site.call.nameLine };
  if (name === undefined) {
    const reason = 'name of the queue or topic is computed';
    out.unresolved({ kind: 'event', ...at, text: `${site.name}(…)`, reason });
    return;
  }
  const handler =
    role !== 'listen' ? undefined : handledBy ? handlerOf(site, handledBy) : listenerOf(site);
  out.event({ ...at, name, role, ...(handler ? { handler } : {}) });
}

function report(
  site: CallSite,
  out: FactSink,
  item: { name: string | undefined },
  role: 'emit' | 'listen',
  kind: ReceiverKind,
): void {
  const { path } = site.file;
  const line = site.call.nameLine;
  if (item.name === undefined) {
    const first = site.call.args[0];
    if (kind === 'queue') {
      // By its name alone `jobs` may be a list.
      if (!QUEUE_PACKAGES.has(packageOf(site.value(site.receiver)) ?? '')) return;
      const reason = 'name of the queue or topic is computed';
      out.unresolved({ kind: 'event', file: path, line, text: `${site.name}(…)`, reason });
      return;
    }
    // A handler or a plain value: not a named event at all.
    if (!first || first.k === 'fn' || first.k === 'obj') return;
    if (role === 'listen' && site.call.args.length < 2) return;
    out.unresolved({
      kind: 'event',
      file: path,
      line,
      text: lastName(first) ?? '…',
      reason: 'event name is computed',
    });
    return;
  }
  if (
    TECHNICAL.has(item.name) ||
    /^(?:fail|success|start|complete|error):/.test(item.name) ||
    item.name === '' ||
    /\s/.test(item.name)
  )
    return;
  const handler = role === 'listen' ? listenerOf(site) : undefined;
  out.event({ file: path, line, name: item.name, role, ...(handler ? { handler } : {}) });
}
