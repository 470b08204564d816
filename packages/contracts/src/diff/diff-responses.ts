import { memberOf } from '../openapi/node.ts';
import type { MediaContent, Operation, Response, ResponseHeader } from '../openapi/operation.ts';
import { diffSchemas } from './diff-schemas.ts';
import type { SchemaPair } from './schema-pair.ts';

const direction = 'response';

export function diffResponses(pair: SchemaPair, old: Operation, now: Operation): void {
  const { record } = pair.recorder;
  for (const response of old.responses) {
    const twin = now.responses.find(({ status }) => status === response.status);
    const success = isSuccess(response);
    if (twin !== undefined) diffResponse(pair, response, twin);
    else {
      record({
        rule: `response-${success ? 'success' : 'non-success'}-status-removed`,
        impact: success ? 'breaking' : 'harmless',
        direction,
        message: `The response ${response.status} was removed.`,
        old: response.node,
      });
    }
  }
  for (const response of now.responses) {
    if (old.responses.some(({ status }) => status === response.status)) continue;
    const kind = isSuccess(response) ? 'success' : 'non-success';
    record({
      rule: `response-${kind}-status-added`,
      impact: 'harmless',
      direction,
      message: `The response ${response.status} was added.`,
      new: response.node,
    });
  }
}

function isSuccess({ status }: Response): boolean {
  return status.startsWith('2');
}

function diffResponse(pair: SchemaPair, old: Response, now: Response): void {
  const { record } = pair.recorder;
  for (const content of old.content) {
    const twin = now.content.find(({ type }) => type === content.type);
    if (twin === undefined) {
      record({
        rule: 'response-media-type-removed',
        impact: 'breaking',
        direction,
        message: `The response ${old.status} is not ${content.type} any more.`,
        old: content.node,
      });
    } else diffContent({ ...pair, compared: new Map() }, old.status, content, twin);
  }
  for (const { type, node } of now.content) {
    if (old.content.some((content) => content.type === type)) continue;
    record({
      rule: 'response-media-type-added',
      impact: 'harmless',
      direction,
      message: `The response ${now.status} may be ${type}.`,
      new: node,
    });
  }
  diffHeaders(pair, old, now);
}

function diffContent(pair: SchemaPair, status: string, old: MediaContent, now: MediaContent): void {
  const label = `The response ${status}`;
  if (old.schema !== undefined && now.schema !== undefined) {
    diffSchemas(pair, old.schema, now.schema, {
      direction,
      subject: 'response-body',
      member: [],
      label,
    });
    return;
  }
  if (old.schema === now.schema) return;
  const removed = now.schema === undefined;
  pair.recorder.record({
    rule: `response-body-media-type-schema-${removed ? 'removed' : 'added'}`,
    impact: removed ? 'risky' : 'harmless',
    direction,
    message: `${label} ${removed ? 'lost' : 'got'} its schema.`,
    old: old.node,
    new: now.node,
  });
}

function diffHeaders(pair: SchemaPair, old: Response, now: Response): void {
  const { record } = pair.recorder;
  for (const header of old.headers) {
    const twin = now.headers.find(({ name }) => sameName(name, header.name));
    const required = isRequired(header);
    const label = `The header "${header.name}" of the response ${old.status}`;
    if (twin === undefined) {
      record({
        rule: `${required ? 'required' : 'optional'}-response-header-removed`,
        impact: required ? 'breaking' : 'risky',
        direction,
        message: `${label} was removed.`,
        old: header.node,
      });
      continue;
    }
    if (required && !isRequired(twin)) {
      record({
        rule: 'response-header-became-optional',
        impact: 'breaking',
        direction,
        message: `${label} became optional.`,
        old: header.node,
        new: twin.node,
      });
    }
    if (header.schema !== undefined && twin.schema !== undefined) {
      diffSchemas(pair, header.schema, twin.schema, {
        direction,
        subject: 'response-header',
        member: [],
        label,
      });
    }
  }
  for (const header of now.headers) {
    if (old.headers.some(({ name }) => sameName(name, header.name))) continue;
    record({
      rule: 'response-header-added',
      impact: 'harmless',
      direction,
      message: `The response ${now.status} got the header "${header.name}".`,
      new: header.node,
    });
  }
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function isRequired({ node }: ResponseHeader): boolean {
  return memberOf(node.value, 'required') === true;
}
