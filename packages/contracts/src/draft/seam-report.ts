import type { SeamDocument, SeamDocumentOperation } from './seam.ts';

const VERDICT_WORDS = {
  safe: 'safe: crosses as it is',
  'needs-codec': 'needs a codec: something has to be converted, and can be',
  'needs-decision': 'needs a decision: what crosses is not said by the types',
  cannot: 'cannot cross: the operation has to change first',
} as const;

type Verdict = keyof typeof VERDICT_WORDS;

/** What can cross and what cannot, with sites; the worst last, since it takes longest. */
export function renderSeamText({ domain, operations }: SeamDocument): string {
  const lines = [
    `The seam of ${domain}: ${operations.length} ${operations.length === 1 ? 'operation' : 'operations'}`,
  ];
  for (const verdict of Object.keys(VERDICT_WORDS) as Verdict[]) {
    const some = operations.filter((one) => one.verdict === verdict);
    if (some.length === 0) continue;
    lines.push('', `${VERDICT_WORDS[verdict]} (${some.length})`);
    for (const one of some) lines.push(...operationLines(one));
  }
  return `${lines.join('\n')}\n`;
}

function operationLines({ name, file, line, reasons }: SeamDocumentOperation): readonly string[] {
  return [
    `  ${name}  (${file}:${line})`,
    ...reasons.map(({ where, text, sites }) => {
      const [first, ...more] = sites;
      const at =
        first === undefined
          ? ''
          : `  (${first.file}:${first.line}${more.length === 0 ? '' : ` and ${more.length} more`})`;
      return `    ${where === '' ? '' : `${where}: `}${text}${at}`;
    }),
  ];
}
