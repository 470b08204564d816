import { functionKey, waitingCalls } from '../../graph/crossing-calls.ts';
import type { Call, Facts } from '../../model/analysis.ts';
import { sortSites } from '../../model/sites.ts';
import { distinct, type Rule } from '../context.ts';
import { type CrossCalls, crossCalls } from './cross-calls.ts';

const NOTIFY_LIKE =
  /^(?:notify|track|log|record|send|on[A-Z]|after[A-Z]|handle[A-Z]\w*(?:ed|Events?)$|index|invalidate|audit)/;

/** `addWebhooksJob(agenda)`: says once what is to happen later. */
const REGISTERS = /^(?:add|use|mount|attach)\w*(?:Jobs?|Handlers?|Listeners?|Routes?|Plugins?)$/;

const SENDS = /^(?:notify|send|audit)(?![a-z])/;

/** `emit('order-placed')`, `publishEvent(order)`: the event is there, and this is how it gets out. */
const PUBLISHES = /^(?:emit|publish|broadcast)(?![a-z])|^dispatch(?:$|\w*Event)/;

/** `sendToQueue`: whatever it is called for waits already. */
const QUEUES = /^enqueue(?![a-z])|(?:To|In|Into|On|Onto)[A-Z]?\w*Queue$/;

/**
 * Names of functions that answer, refuse or prepare: their result is used through an exception or an
 * argument, even if nobody takes it. A function without a name of its own tells nothing.
 */
const ASK_LIKE =
  /^(?:assert|validate|verify|check|ensure|require|throw|get|find|list|load|parse|compute|calculate|create|build|to[A-Z]|is[A-Z]|has[A-Z]|can[A-Z]|set[A-Z]|apply|assign|init|register|configure|wrap|default$|<)/;

/** What went wrong is answered or written down where it happened, on both sides of a border. */
const FAILURES = /(?:Error|Exception|Failure)s?$/;

const nameOf = ({ callee }: Call): string => callee.split('.').pop() ?? '';

/**
 * Calls into another domain whose result nobody uses and that tell rather than ask: one finding for each
 * function that is told, with all who tell it. One that only sends a message is an event by now.
 */
export const eventCandidate: Rule = {
  name: 'event-candidate',
  judge: (context) => {
    const told = new Map<string, CrossCalls[]>();
    const waits = waitingCalls(context.facts);
    const isEvent = onlySends(context.facts);
    for (const group of crossCalls(context, (call) => tells(call, waits(call)) && !isEvent(call))) {
      const callee = `${group.first.to}#${group.first.callee}`;
      told.set(callee, [...(told.get(callee) ?? []), group]);
    }
    return [...told].map(([callee, groups]) => ({
      kind: 'event-candidate',
      id: `event-candidate:${callee}`,
      severity: 'low',
      domains: distinct(groups.flatMap(({ from, to }) => [from, to])),
      sites: sortSites(
        groups.flatMap(({ calls }) => calls.map(({ file, line }) => ({ file, line }))),
      ),
      callers: distinct(groups.map(({ first }) => `${first.file}#${first.caller}`)),
      callee,
    }));
  },
};

/** True for a call of a function that sends a message and works on no table: the event is there. */
function onlySends({ events, accesses }: Facts): (call: Call) => boolean {
  const sends = new Set(
    events
      .filter(({ role }) => role === 'emit')
      .map(({ file, caller = '' }) => functionKey(file, caller)),
  );
  const works = new Set(accesses.map(({ file, caller = '' }) => functionKey(file, caller)));
  return ({ to, callee }) => {
    const called = functionKey(to, callee);
    return sends.has(called) && !works.has(called);
  };
}

/**
 * What is awaited has to be named like a message. What is not awaited is told and forgotten, when it is
 * work that takes its time; a call that is over at once changes something in place, unless it sends.
 */
function tells(call: Call, waits: boolean): boolean {
  if (call.resultUsed) return false;
  const name = nameOf(call);
  if (QUEUES.test(name) || PUBLISHES.test(name) || FAILURES.test(name)) return false;
  if (call.awaited) return NOTIFY_LIKE.test(name);
  return waits ? !ASK_LIKE.test(name) && !REGISTERS.test(name) : SENDS.test(name);
}
