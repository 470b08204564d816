import { enclosingClass } from '../../../link/program.ts';
import { packageOf, type Value } from '../../../link/value.ts';
import type { Expression } from '../../../parse/expression.ts';
import type { CallSite } from '../../detector.ts';
import { calledName, objectProperty } from '../../expressions.ts';

export interface Message {
  role: 'emit' | 'listen';
  /** Undefined where it is computed. */
  name: string | undefined;
  /** What is called with it, where that is told among other options. */
  handledBy?: Expression;
}

/** Calls of brokers whose messages are not named by the first argument; looked at beside those of all buses. */
export const BROKER_CALLS: readonly string[] = [
  'sendBatch',
  'request',
  'psubscribe',
  'pSubscribe',
  'publishMessage',
  'publishJSON',
  'work',
  'sendAfter',
  'sendOnce',
  'insert',
  'create',
];

/** What such a call sends or listens to; undefined for calls that are like those of every bus. */
export function brokerMessages(site: CallSite): Message[] | undefined {
  const value = site.value(site.receiver);
  switch (packageOf(value)) {
    case '@aws-sdk/client-sqs':
    case '@aws-sdk/client-sns':
      return site.name === 'send' ? awsMessages(site) : [];
    case 'sqs-producer':
      return site.name === 'send' && value.t === 'result' ? [produced(site, value)] : [];
    case 'sqs-consumer':
      return site.name === 'create' ? consumed(site) : [];
    case '@google-cloud/pubsub':
      return googleMessages(site, value);
    case 'pg-boss':
      return pgBossMessages(site);
    case 'bullmq':
      return bullMessages(site, value);
    case 'kafkajs':
      return site.name === 'sendBatch' ? batchMessages(site) : undefined;
    default:
      return BROKER_CALLS.includes(site.name) ? plainMessages(site, packageOf(value)) : undefined;
  }
}

/** `client.send(new SendMessageCommand({ QueueUrl }))`: the last part of the address or the ARN. */
function awsMessages(site: CallSite): Message[] {
  const [command] = site.call.args;
  const kind = command?.k === 'call' ? (calledName(command) ?? '') : '';
  const isListening = /^Receive/.test(kind);
  if (command?.k !== 'call' || !(isListening || /^(?:SendMessage|Publish)/.test(kind))) return [];
  const [input] = command.args;
  const address = objectProperty(input, 'QueueUrl') ?? objectProperty(input, 'TopicArn');
  const name = queueOfUrl(site.text(address) ?? '') || undefined;
  return [{ role: isListening ? 'listen' : 'emit', name }];
}

/** `Producer.create({ queueUrl }).send(message)` of sqs-producer. */
function produced(
  site: CallSite,
  { call, file, fn, binding }: Extract<Value, { t: 'result' }>,
): Message {
  const url = objectProperty(call.args[0], 'queueUrl');
  const value = url && site.registry.evaluator.evaluate(url, file, fn, binding);
  return { role: 'emit', name: value?.t === 'string' ? queueOfUrl(value.value) : undefined };
}

/** `Consumer.create({ queueUrl, handleMessage })` of sqs-consumer. */
function consumed(site: CallSite): Message[] {
  const [options] = site.call.args;
  const handledBy =
    objectProperty(options, 'handleMessage') ?? objectProperty(options, 'handleMessageBatch');
  const url = site.text(objectProperty(options, 'queueUrl'));
  const name = url === undefined ? undefined : queueOfUrl(url);
  return [{ role: 'listen', name, ...(handledBy ? { handledBy } : {}) }];
}

const queueOfUrl = (url: string): string | undefined => url.split(/[/:]/).at(-1);

/** `pubsub.topic('orders').publishMessage({})`, `pubsub.subscription('orders').on('message', …)`. */
function googleMessages(site: CallSite, receiver: Value): Message[] {
  if (receiver.t !== 'result') return [];
  const role = { topic: 'emit', subscription: 'listen' }[calledName(receiver.call) ?? ''];
  if (role !== 'emit' && role !== 'listen') return [];
  const isUse =
    role === 'emit'
      ? /^publish/.test(site.name)
      : site.name === 'on' && site.text(site.call.args[0]) === 'message';
  return isUse ? [{ role, name: textIn(site, receiver, receiver.call.args[0]) }] : [];
}

function pgBossMessages(site: CallSite): Message[] | undefined {
  const [first] = site.call.args;
  if (/^(?:send\w*|publish\w*|insert)$/.test(site.name))
    return [{ role: 'emit', name: site.text(first) ?? site.text(objectProperty(first, 'name')) }];
  if (site.name === 'work' || site.name === 'subscribe')
    return [{ role: 'listen', name: site.text(first) }];
  return [];
}

/** A flow names its queues itself; an injected queue is named where it is injected. */
function bullMessages(site: CallSite, receiver: Value): Message[] | undefined {
  if (receiver.t === 'result' && calledName(receiver.call) === 'FlowProducer')
    return site.name === 'add' || site.name === 'addBulk' ? flow(site, site.call.args[0]) : [];
  if (receiver.t !== 'external-instance' || receiver.type !== 'Queue') return undefined;
  const name = injectedQueue(site);
  return name !== undefined && /^add/.test(site.name) ? [{ role: 'emit', name }] : undefined;
}

function flow(site: CallSite, job: Expression | undefined): Message[] {
  if (job?.k === 'arr') return job.items.flatMap((item) => flow(site, item));
  const queue = objectProperty(job, 'queueName');
  if (!queue) return [];
  return [{ role: 'emit', name: site.text(queue) }, ...flow(site, objectProperty(job, 'children'))];
}

/** `@InjectQueue('mail') private readonly mail: Queue`. */
function injectedQueue(site: CallSite): string | undefined {
  const { receiver, file } = site;
  if (receiver?.k !== 'member' || receiver.object.k !== 'this') return undefined;
  const cls = file.classes.get(enclosingClass(file, site.fn) ?? -1);
  const builder = cls?.members.find((m) => m.kind === 'constructor')?.at;
  const params = builder === undefined ? [] : (file.functions.get(builder)?.params ?? []);
  const held = [...params, ...(cls?.members ?? [])].filter(({ name }) => name === receiver.name);
  const inject = held
    .flatMap(({ decorators }) => decorators)
    .find((d) => d.k === 'call' && calledName(d) === 'InjectQueue');
  return inject?.k === 'call' ? site.text(inject.args[0]) : undefined;
}

/** kafkajs: `producer.sendBatch({ topicMessages: [{ topic }] })`. */
function batchMessages(site: CallSite): Message[] {
  const list = objectProperty(site.call.args[0], 'topicMessages');
  if (list?.k !== 'arr') return [{ role: 'emit', name: undefined }];
  return list.items.map((item) => ({
    role: 'emit',
    name: site.text(objectProperty(item, 'topic')),
  }));
}

function plainMessages(site: CallSite, from: string | undefined): Message[] {
  if (from === undefined || !/nats|redis/.test(from)) return [];
  const role = site.name === 'request' ? 'emit' : 'listen';
  const isOne = /nats/.test(from) ? site.name === 'request' : /^p[sS]ubscribe$/.test(site.name);
  return isOne ? [{ role, name: site.text(site.call.args[0]) }] : [];
}

function textIn(
  site: CallSite,
  { file, fn }: Extract<Value, { t: 'result' }>,
  expression: Expression | undefined,
): string | undefined {
  const value = expression && site.registry.evaluator.evaluate(expression, file, fn);
  return value?.t === 'string' ? value.value : undefined;
}
