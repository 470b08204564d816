import { childOf, type DocumentNode, elementsOf, isRecord, membersOf } from '../openapi/node.ts';
import { sameJson } from '../openapi/schema/types.ts';
import type { Recorder } from './recorder.ts';

/** What belongs to the document and to no operation: security and webhooks. */
export function diffWhole({ record }: Recorder, old: DocumentNode, now: DocumentNode): void {
  const before = elementsOf(childOf(old, 'security'));
  const after = elementsOf(childOf(now, 'security'));
  for (const one of before.filter((node) => !has(after, node))) {
    record({
      rule: 'api-global-security-removed',
      impact: after.length === 0 ? 'harmless' : 'risky',
      direction: 'request',
      message: `${words(one)} is not taken any more, unless an operation says so.`,
      old: one,
    });
  }
  for (const one of after.filter((node) => !has(before, node))) {
    record({
      rule: 'api-global-security-added',
      impact: before.length === 0 ? 'risky' : 'harmless',
      direction: 'request',
      message: `${words(one)} is taken, unless an operation says otherwise.`,
      new: one,
    });
  }
  const parts = [
    { at: ['components', 'securitySchemes'], name: 'api-security-component', lost: 'harmless' },
    { at: ['webhooks'], name: 'webhook', lost: 'breaking' },
  ] as const;
  for (const { at, name, lost } of parts) {
    const [from, to] = [below(old, at), below(now, at)];
    for (const node of membersOf(from)) {
      if (childOf(to, node.key).value !== undefined) continue;
      record({
        rule: `${name}-removed`,
        impact: lost,
        message: `"${node.key}" was removed.`,
        old: node,
      });
    }
    for (const node of membersOf(to)) {
      if (childOf(from, node.key).value !== undefined) continue;
      record({
        rule: `${name}-added`,
        impact: 'harmless',
        message: `"${node.key}" was added.`,
        new: node,
      });
    }
  }
}

function has(list: readonly DocumentNode[], one: DocumentNode): boolean {
  return list.some(({ value }) => sameJson(value, one.value));
}

function words({ value }: DocumentNode): string {
  return isRecord(value) ? `"${Object.keys(value).join('" with "')}"` : 'A requirement';
}

function below(node: DocumentNode, keys: readonly string[]): DocumentNode {
  return keys.reduce(childOf, node);
}
