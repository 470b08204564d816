import type { ApiDocument } from '../openapi/document.ts';
import { childOf, type DocumentNode, isRecord, membersOf } from '../openapi/node.ts';
import type { MediaContent, Operation } from '../openapi/operation.ts';
import { readOperation } from '../openapi/read-operation.ts';
import { METHODS } from '../openapi/routes.ts';
import { diffSchemas } from './diff-schemas.ts';
import type { Change } from './model.ts';
import { type Place, type Recorder, recorder } from './recorder.ts';
import type { SchemaPair } from './schema-pair.ts';

/**
 * Webhooks that both documents have. The provider sends the request and reads the answer, so what is said of
 * requests and of answers is turned round: a consumer reads the body of the request.
 */
export function diffWebhooks(old: ApiDocument, now: ApiDocument, changes: Change[]): void {
  for (const webhook of membersOf(childOf(old.root, 'webhooks'))) {
    const twin = childOf(childOf(now.root, 'webhooks'), webhook.key);
    if (twin.value === undefined) continue;
    for (const method of METHODS) {
      const before = operationOf(old, webhook, method);
      const after = operationOf(now, twin, method);
      const { record } = recorder(changes, { method, path: webhook.key });
      if (before !== undefined && after !== undefined) {
        const pair = { old: old.references, new: now.references, compared: new Map() };
        diffSent({ ...pair, recorder: { record } }, before, after);
        diffTaken({ ...pair, recorder: { record } }, before, after);
      } else if (before !== undefined || after !== undefined) {
        const gone = before !== undefined;
        record({
          rule: gone ? 'webhook-removed' : 'webhook-added',
          impact: gone ? 'breaking' : 'harmless',
          message: `${method.toUpperCase()} was ${gone ? 'removed' : 'added'}.`,
          old: before?.node,
          new: after?.node,
        });
      }
    }
  }
}

function operationOf(
  document: ApiDocument,
  webhook: DocumentNode,
  method: string,
): Operation | undefined {
  const pathItem = document.references.follow(webhook) ?? webhook;
  const node = childOf(pathItem, method);
  if (!isRecord(node.value)) return undefined;
  return readOperation(document, { method, path: webhook.key, pathItem, node });
}

/** The body that consumers get. */
function diffSent(pair: SchemaPair, old: Operation, now: Operation): void {
  const { record } = pair.recorder;
  const [before, after] = [old.requestBody, now.requestBody];
  if (before === undefined || after === undefined) {
    if (before === after) return;
    const gone = before !== undefined;
    record({
      rule: gone ? 'request-body-removed' : 'request-body-added-optional',
      impact: gone ? 'breaking' : 'harmless',
      direction: 'response',
      message: `The request has ${gone ? 'no body any more' : 'a body'}.`,
      old: before?.node,
      new: after?.node,
    });
    return;
  }
  if (before.required !== after.required) {
    record({
      rule: `request-body-became-${after.required ? 'required' : 'optional'}`,
      impact: after.required ? 'harmless' : 'breaking',
      direction: 'response',
      message: `The body of the request ${after.required ? 'is always there' : 'may be absent'}.`,
      old: before.node,
      new: after.node,
    });
  }
  diffTypes(pair.recorder, before.content, after.content);
  diffContents(pair, before.content, after.content, {
    direction: 'response',
    subject: 'request-body',
    member: [],
    label: 'The body of the request',
  });
}

/** One more media type may come, or the one that was read comes no more. */
function diffTypes(
  { record }: Recorder,
  old: readonly MediaContent[],
  now: readonly MediaContent[],
): void {
  const has = (list: readonly MediaContent[], type: string) =>
    list.some((content) => content.type === type);
  const changed = [
    ...old.filter(({ type }) => !has(now, type)).map((content) => ['removed', content] as const),
    ...now.filter(({ type }) => !has(old, type)).map((content) => ['added', content] as const),
  ];
  for (const [what, { type, node }] of changed) {
    record({
      rule: `request-body-media-type-${what}`,
      impact: what === 'removed' ? 'breaking' : 'risky',
      direction: 'response',
      message: `The body of the request ${what === 'removed' ? 'is not' : 'may be'} ${type}${what === 'removed' ? ' any more' : ''}.`,
      ...(what === 'removed' ? { old: node } : { new: node }),
    });
  }
}

/** The answers that consumers give. */
function diffTaken(pair: SchemaPair, old: Operation, now: Operation): void {
  for (const response of old.responses) {
    const twin = now.responses.find(({ status }) => status === response.status);
    if (twin === undefined) {
      pair.recorder.record({
        rule: 'response-success-status-removed',
        impact: response.status.startsWith('2') ? 'breaking' : 'harmless',
        direction: 'request',
        message: `The answer ${response.status} is not taken any more.`,
        old: response.node,
      });
      continue;
    }
    diffContents(pair, response.content, twin.content, {
      direction: 'request',
      subject: 'response-body',
      member: [],
      label: `The answer ${response.status}`,
    });
  }
}

function diffContents(
  pair: SchemaPair,
  old: readonly MediaContent[],
  now: readonly MediaContent[],
  place: Place,
): void {
  for (const { type, schema } of old) {
    const twin = now.find((content) => content.type === type)?.schema;
    if (schema === undefined || twin === undefined) continue;
    diffSchemas({ ...pair, compared: new Map() }, schema, twin, place);
  }
}
