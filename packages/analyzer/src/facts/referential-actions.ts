import type { ForeignKey, ReferentialAction } from '../model/analysis.ts';

const ACTIONS: ReadonlySet<string> = new Set<ReferentialAction>([
  'cascade',
  'set null',
  'set default',
  'restrict',
  'no action',
]);

/** The words of the libraries, `CASCADE`, `SetNull`, `no action`, in the words of the document. */
function referentialAction(text: string | undefined): ReferentialAction | undefined {
  const plain = text
    ?.replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
  return plain !== undefined && ACTIONS.has(plain) ? (plain as ReferentialAction) : undefined;
}

/** @param told the text that the source has under a name */
export function referentialActions(
  told: (name: 'onDelete' | 'onUpdate') => string | undefined,
): Pick<ForeignKey, 'onDelete' | 'onUpdate'> {
  const onDelete = referentialAction(told('onDelete'));
  const onUpdate = referentialAction(told('onUpdate'));
  return { ...(onDelete ? { onDelete } : {}), ...(onUpdate ? { onUpdate } : {}) };
}
