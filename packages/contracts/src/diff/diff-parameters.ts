import { memberOf } from '../openapi/node.ts';
import type { Operation, Parameter } from '../openapi/operation.ts';
import { diffSchemas } from './diff-schemas.ts';
import type { SchemaPair } from './schema-pair.ts';

/** Parameters that came, went, or changed. Path parameters are the same by their position. */
export function diffParameters(pair: SchemaPair, old: Operation, now: Operation): void {
  for (const parameter of old.parameters) {
    const twin = twinOf(parameter, old, now);
    if (twin === undefined) {
      pair.recorder.record({
        rule: 'request-parameter-removed',
        impact: 'risky',
        direction: 'request',
        message: `${labelOf(parameter)} was removed.`,
        old: parameter.node,
      });
    } else diffParameter(pair, parameter, twin);
  }
  for (const parameter of now.parameters) {
    if (twinOf(parameter, now, old) === undefined) recordAdded(pair, parameter);
  }
}

function twinOf(parameter: Parameter, own: Operation, other: Operation): Parameter | undefined {
  const name =
    parameter.in === 'path'
      ? (pathNames(other)[pathNames(own).indexOf(parameter.name)] ?? parameter.name)
      : parameter.name;
  const fold = (text: string) => (parameter.in === 'header' ? text.toLowerCase() : text);
  return other.parameters.find(
    (candidate) => candidate.in === parameter.in && fold(candidate.name) === fold(name),
  );
}

function pathNames({ path }: Operation): readonly string[] {
  return [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name ?? '');
}

function labelOf(parameter: Parameter): string {
  return `The ${parameter.in} parameter "${parameter.name}"`;
}

function diffParameter(pair: SchemaPair, old: Parameter, now: Parameter): void {
  if (old.required !== now.required) {
    pair.recorder.record({
      rule: `request-parameter-became-${now.required ? 'required' : 'optional'}`,
      impact: now.required ? 'breaking' : 'harmless',
      direction: 'request',
      message: `${labelOf(now)} became ${now.required ? 'required' : 'optional'}.`,
      old: old.node,
      new: now.node,
    });
  }
  if (old.schema === undefined || now.schema === undefined) return;
  const place = {
    direction: 'request',
    subject: 'request-parameter',
    member: [],
    label: labelOf(now),
  } as const;
  diffSchemas(pair, old.schema, now.schema, place);
}

function recordAdded({ recorder, new: references }: SchemaPair, parameter: Parameter): void {
  const { schema, required } = parameter;
  const value = schema === undefined ? undefined : references.follow(schema)?.value;
  const shared = parameter.node.parent?.parent?.key.startsWith('/') === true;
  const kind = required ? 'required' : 'optional';
  const byDefault = memberOf(value, 'default') !== undefined;
  const usual =
    parameter.in === 'path' ? 'new-request-path-parameter' : `new-${kind}-request-parameter`;
  recorder.record({
    rule: shared ? `new-${kind}-request-default-parameter-to-existing-path` : usual,
    impact: required && !byDefault ? 'breaking' : 'harmless',
    direction: 'request',
    message: `${labelOf(parameter)} was added${required ? ', and is required' : ''}.`,
    new: parameter.node,
  });
}
