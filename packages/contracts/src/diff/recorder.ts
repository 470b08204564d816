import { type DocumentNode, locationOf } from '../openapi/node.ts';
import type { Change, Direction, Impact } from './model.ts';

/** Whether a schema accepts fewer values than before, more, or others. */
export type Effect = 'narrower' | 'wider' | 'other' | 'neutral';

/** Where in an operation a change is. */
export interface Place {
  readonly direction: Direction;
  /** Beginning of the rule: `request-body`, `response-property`, … */
  readonly subject: string;
  readonly member: readonly string[];
  /** How messages name it. */
  readonly label: string;
}

export interface ChangeDraft {
  readonly rule: string;
  readonly impact: Impact;
  readonly direction?: Direction;
  readonly message: string;
  readonly member?: readonly string[];
  readonly old?: DocumentNode | undefined;
  readonly new?: DocumentNode | undefined;
}

export interface Recorder {
  record(draft: ChangeDraft): void;
}

export function recorder(
  changes: Change[],
  operation?: { readonly method: string; readonly path: string },
): Recorder {
  return {
    record(draft) {
      changes.push({
        rule: draft.rule,
        impact: draft.impact,
        direction: draft.direction ?? 'none',
        message: draft.message,
        method: operation?.method,
        path: operation?.path,
        member: draft.member ?? [],
        old: located(draft.old),
        new: located(draft.new),
        usedBy: undefined,
      });
    },
  };
}

function located(node: DocumentNode | undefined): Change['old'] {
  return node === undefined || node.value === undefined ? undefined : locationOf(node);
}

/**
 * A provider that accepts less than before breaks those who send; one that answers more than before
 * breaks those who read.
 */
export function impactOf(effect: Effect, direction: Direction): Impact {
  if (effect === 'other') return 'breaking';
  const hurts = direction === 'request' ? 'narrower' : 'wider';
  return effect === hurts ? 'breaking' : 'harmless';
}
