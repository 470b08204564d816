import { variableIn } from '../../link/program.ts';
import { packageOf, stringOf } from '../../link/value.ts';
import type { Handler, Job } from '../../model/analysis.ts';
import type { Expression } from '../../parse/expression.ts';
import type { CallSite, Detector, FactSink } from '../detector.ts';
import { lastName, objectProperty } from '../expressions.ts';
import { type CallFact, MODULE } from '../file-facts.ts';
import { handlerOf } from '../handlers.ts';

const PACKAGES = [
  'node-cron',
  'cron',
  'croner',
  'node-schedule',
  'agenda',
  'bree',
  'toad-scheduler',
  '@breejs/later',
  'pg-boss',
];
/** Five to seven fields of a crontab, or one of its nicknames. */
const CRON =
  /^\s*(?:@(?:yearly|annually|monthly|weekly|daily|midnight|hourly|reboot)|(?:[\d*/,\-?LW#A-Za-z]+\s+){4,6}[\d*/,\-?LW#A-Za-z]+)\s*$/;
/** Where it is that hour (IANA time zones): no name of a job. */
const ZONE =
  /^(?:UTC|GMT|(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Etc|Europe|Indian|Pacific|US)\/[\w+/-]+)$/;
const SECOND = 1000;

/** Work that starts by the clock: cron libraries, and `setInterval` at the scale of seconds. */
export const jobs: Detector = {
  name: 'jobs',
  packages: PACKAGES,
  calls: [
    'schedule',
    'scheduleJob',
    'CronJob',
    'Cron',
    'define',
    'every',
    'setInterval',
    'createTask',
    'from',
    'add',
    'create',
    'addCronJob',
    'repeatEvery',
    'scheduleTask',
    'registerJob',
    'addJob',
    'now',
    'Bree',
  ],
  call(site, out) {
    if (site.name === 'setInterval') interval(site, out);
    else if (site.name === 'Bree') listed(site, out);
    else if (STARTS.test(site.name) && packageOf(site.value(site.receiver)) === 'agenda')
      started(site, out);
    else if (site.name === 'every' && packageOf(site.value(site.receiver)) === 'agenda')
      every(site, out);
    else if (site.name === 'define' && packageOf(site.value(site.receiver)) === 'agenda') {
      const name = site.text(site.call.args[0]);
      const handler = workOf(site);
      if (name)
        out.job({
          file: site.file.path,
          line: site.call.nameLine,
          name,
          ...(handler ? { handler } : {}),
        });
    } else if (!repeated(site, out)) scheduled(site, out);
  },
};

const STARTS = /^(?:schedule|now)$/;

/** `agenda.schedule('tomorrow', 'report')` and `agenda.now('report')` start what is defined elsewhere. */
function started(site: CallSite, out: FactSink): void {
  const [first, second] = site.call.args;
  const name = site.text(site.name === 'now' ? first : second);
  const schedule = site.name === 'now' ? undefined : site.text(first);
  if (name === undefined) return;
  const at = { file: site.file.path, line: site.call.nameLine };
  out.job({ ...at, name, ...(schedule === undefined ? {} : { schedule }) });
}

/** `new Bree({ jobs: [{ name, cron | interval | timeout }, 'name'] })`. */
function listed(site: CallSite, out: FactSink): void {
  if (!site.call.construct || packageOf(site.callee()) !== 'bree') return;
  const jobs = objectProperty(site.call.args[0], 'jobs');
  for (const item of jobs?.k === 'arr' ? jobs.items : []) {
    const name = site.text(item.k === 'obj' ? objectProperty(item, 'name') : item);
    const [schedule] = ['cron', 'interval', 'timeout'].flatMap(
      (key) => site.text(objectProperty(item, key)) ?? [],
    );
    const line = 'line' in item && item.line ? item.line : site.call.nameLine;
    if (name !== undefined)
      out.job({
        file: site.file.path,
        line,
        name,
        ...(schedule === undefined ? {} : { schedule }),
      });
  }
}

/** agenda.every('5 minutes', 'send-mail') starts what agenda.define('send-mail', …) does. */
function every(site: CallSite, out: FactSink): void {
  const schedule = site.text(site.call.args[0]);
  const names = site.call.args[1];
  for (const item of names?.k === 'arr' ? names.items : names ? [names] : []) {
    const name = site.text(item);
    if (name === undefined) continue;
    out.job({
      file: site.file.path,
      line: site.call.nameLine,
      name,
      ...(schedule === undefined ? {} : { schedule }),
    });
  }
}

/** `queue.add('weekly', data, { repeat: { pattern } })` of Bull and BullMQ: the queue keeps the clock. */
function repeated(site: CallSite, out: FactSink): boolean {
  if (site.name !== 'add' || !site.receiver) return false;
  const repeat = site.call.args.map((arg) => objectProperty(arg, 'repeat')).find(Boolean);
  if (repeat?.k !== 'obj') return false;
  const period = milliseconds(objectProperty(repeat, 'every'));
  const schedule =
    site.text(objectProperty(repeat, 'pattern') ?? objectProperty(repeat, 'cron')) ??
    (period === undefined ? undefined : `every ${period} ms`);
  const name = site.text(site.call.args[0]) ?? queueName(site) ?? site.name;
  const at = { file: site.file.path, line: site.call.nameLine };
  out.job({ ...at, name, ...(schedule === undefined ? {} : { schedule }) });
  return true;
}

/** Bull's jobs may have no name of their own: `new Bull('reports')`. */
function queueName(site: CallSite): string | undefined {
  const queue = site.value(site.receiver);
  const first = queue.t === 'result' ? queue.call.args[0] : undefined;
  if (!first || queue.t !== 'result') return undefined;
  return stringOf(site.registry.evaluator.evaluate(first, queue.file, queue.fn));
}

function scheduled(site: CallSite, out: FactSink): void {
  const { args } = site.call;
  const from = packageOf(site.callee());
  const isCron = /cron$/i.test(lastName(site.receiver) ?? '') && site.name === 'schedule';
  const isKnown = from === undefined ? isCron : PACKAGES.includes(from);
  // Its time and its work, or options that say both.
  if (!isKnown && args.length < 2 && args[0]?.k !== 'obj') return;
  const texts = args.map((arg) => site.text(arg));
  const options = args.find((arg) => arg.k === 'obj');
  const given = site.text(
    objectProperty(options, 'cronTime') ??
      objectProperty(options, 'cron') ??
      objectProperty(options, 'schedule') ??
      objectProperty(options, 'pattern'),
  );
  const schedule =
    texts.find((text) => text !== undefined && CRON.test(text)) ??
    (given && CRON.test(given) ? given : undefined);
  // `new Cron(job.interval, options, job.run)`: what it runs may be computed as its time is.
  const isMade = site.call.construct && args.length > 1;
  if (!schedule && !(isKnown && (isMade || args.some((arg) => isWork(site, arg))))) return;
  if (!isKnown && !args.some((arg) => isWork(site, arg)) && !options) return;
  const named =
    site.text(objectProperty(options, 'name')) ??
    texts.find((text) => text !== undefined && !CRON.test(text) && !ZONE.test(text));
  const tick = objectProperty(options, 'onTick');
  const name = named ?? workName(site, tick ? [tick] : args) ?? site.name;
  const handler = workOf(site);
  out.job({
    file: site.file.path,
    line: site.call.nameLine,
    ...lastLineOf(site),
    name,
    ...(schedule ? { schedule } : {}),
    ...(handler ? { handler } : {}),
  });
}

/** Where the work of a job ends that stands in its place: the line of the last call in it. */
function lastLineOf(site: CallSite): Pick<Job, 'lastLine'> {
  const work = site.call.args.flatMap((argument) => (argument.k === 'fn' ? [argument.at] : []));
  if (work.length === 0) return {};
  const lines = site.file.facts.calls
    .filter(({ fn }) => work.some((at) => isWithin(site, fn, at)))
    .map(({ expression }) => lineOf(expression));
  return { lastLine: Math.max(site.call.nameLine, ...lines) };
}

const lineOf = (expression: CallFact['expression']): number =>
  expression.k === 'call' ? Math.max(expression.line, expression.nameLine) : expression.line;

/** The function that a call is handed to run, also as `onTick` of an object. */
function workOf(site: CallSite): Handler | undefined {
  for (const argument of site.call.args) {
    const given = objectProperty(argument, 'onTick') ?? objectProperty(argument, 'job');
    const found = handlerOf(site, given ?? argument);
    if (found) return found;
  }
  return undefined;
}

function isWork(site: CallSite, argument: Expression): boolean {
  return argument.k === 'fn' || site.value(argument).t === 'function';
}

/** The function that runs; for an arrow in its place, the deepest call of the program inside it. */
function workName(site: CallSite, args: readonly Expression[]): string | undefined {
  for (const given of args) {
    const argument = initializer(site, given);
    if (argument.k === 'call') {
      // safely('send-emails', () => sendEmails()): a wrapper that is told the name.
      const named = argument.args.map((a) => site.text(a)).find((a) => a !== undefined);
      const inner = named ?? workName(site, argument.args);
      if (inner) return inner;
    }
    const value = site.value(argument);
    if (value.t !== 'function') continue;
    if (value.fn.name) return value.fn.name;
    const name = calledInside(site, value.fn.at);
    if (name) return name;
  }
  return undefined;
}

/** What went wrong or well is written down last, and is not the work. */
const LOGS = /(?:^|\.)(?:error|warn|warning|info|debug|trace|verbose|log|captureException)$/;

/**
 * The code of the program that a function calls: what takes a callback is a wrapper
 * (`runInTrace(t, () => sendEmails())`), so calls without one come first, and the last of them.
 */
function calledInside(site: CallSite, outer: number): string | undefined {
  let wrapper: string | undefined;
  for (const { expression, fn } of [...site.file.facts.calls].reverse()) {
    if (expression.k !== 'call' || !isWithin(site, fn, outer)) continue;
    const callee = site.registry.evaluator.evaluate(expression.callee, site.file, fn);
    if (callee.t !== 'function' || !callee.fn.name || LOGS.test(callee.fn.name)) continue;
    if (!expression.args.some((argument) => argument.k === 'fn')) return callee.fn.name;
    wrapper ??= callee.fn.name;
  }
  return wrapper;
}

/** What a local name was set to, for a job that is prepared before it is scheduled. */
function initializer(site: CallSite, expression: Expression): Expression {
  if (expression.k !== 'id') return expression;
  return variableIn(site.file, site.fn, expression.name)?.init ?? expression;
}

function isWithin(site: CallSite, fn: number, outer: number): boolean {
  for (let at = fn; at !== MODULE; at = site.file.functions.get(at)?.parent ?? MODULE) {
    if (at === outer) return true;
  }
  return false;
}

function interval(site: CallSite, out: FactSink): void {
  if (
    site.receiver &&
    lastName(site.receiver) !== 'global' &&
    lastName(site.receiver) !== 'globalThis'
  )
    return;
  const period = milliseconds(site.call.args[1]);
  if (period !== undefined && period < SECOND) return;
  const name = workName(site, site.call.args) ?? 'setInterval';
  const handler = workOf(site);
  out.job({
    file: site.file.path,
    line: site.call.line,
    ...lastLineOf(site),
    name,
    ...(period === undefined ? {} : { schedule: `every ${period} ms` }),
    ...(handler ? { handler } : {}),
  });
}

function milliseconds(expression: Expression | undefined): number | undefined {
  return expression?.k === 'num' ? expression.value : undefined;
}
