import type { DocumentNode } from '../openapi/node.ts';
import type { MediaContent, Operation } from '../openapi/operation.ts';
import { diffSchemas } from './diff-schemas.ts';
import type { SchemaPair } from './schema-pair.ts';

export function diffRequestBodies(
  pair: SchemaPair,
  { requestBody: old }: Operation,
  { requestBody: now }: Operation,
): void {
  const { record } = pair.recorder;
  const direction = 'request';
  if (old === undefined && now === undefined) return;
  if (old === undefined) {
    const required = now?.required === true;
    record({
      rule: `request-body-added-${required ? 'required' : 'optional'}`,
      impact: required ? 'breaking' : 'harmless',
      direction,
      message: `A request body was added${required ? ', and is required' : ''}.`,
      new: now?.node,
    });
    return;
  }
  if (now === undefined) {
    record({
      rule: 'request-body-removed',
      impact: 'breaking',
      direction,
      message: 'The request body was removed.',
      old: old.node,
    });
    return;
  }
  if (old.required !== now.required) {
    record({
      rule: `request-body-became-${now.required ? 'required' : 'optional'}`,
      impact: now.required ? 'breaking' : 'harmless',
      direction,
      message: `The request body became ${now.required ? 'required' : 'optional'}.`,
      old: old.node,
      new: now.node,
    });
  }
  for (const content of old.content) {
    const twin = now.content.find(({ type }) => type === content.type);
    if (twin === undefined) {
      record({
        rule: 'request-body-media-type-removed',
        impact: 'breaking',
        direction,
        message: `The request body may not be ${content.type} any more.`,
        old: content.node,
      });
    } else diffContent(pair, content, twin);
  }
  for (const { type, node } of now.content) {
    if (old.content.some((content) => content.type === type)) continue;
    record({
      rule: 'request-body-media-type-added',
      impact: 'harmless',
      direction,
      message: `The request body may be ${type}.`,
      new: node,
    });
  }
}

function diffContent(pair: SchemaPair, old: MediaContent, now: MediaContent): void {
  const label = 'The request body';
  if (old.schema !== undefined && now.schema !== undefined) {
    diffSchemas(pair, old.schema, now.schema, {
      direction: 'request',
      subject: 'request-body',
      member: [],
      label,
    });
    return;
  }
  if (old.schema === now.schema) return;
  const added = old.schema === undefined;
  const node = (content: MediaContent): DocumentNode => content.schema ?? content.node;
  pair.recorder.record({
    rule: `request-body-media-type-schema-${added ? 'added' : 'removed'}`,
    impact: added ? 'breaking' : 'harmless',
    direction: 'request',
    message: `${label} ${added ? 'got' : 'lost'} its schema.`,
    old: node(old),
    new: node(now),
  });
}
