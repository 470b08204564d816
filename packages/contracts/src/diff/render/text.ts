import type { Change, DocumentDiff, Impact } from '../model.ts';

const MARKS: Readonly<Record<Impact, string>> = { breaking: '✗', risky: '!', harmless: '·' };

/** For a terminal: who breaks, the changes by operation, what nobody uses, the answer. */
export function renderDiffText(diff: DocumentDiff): string {
  const groups = Map.groupBy(diff.changes, ({ method, path }) =>
    path === undefined ? 'The document' : `${method?.toUpperCase()} ${path}`,
  );
  const lines = [...groups].flatMap(([heading, changes]) => [
    heading,
    ...changes.map(changeLine),
    '',
  ]);
  return `${[...lines, ...brokenLines(diff), ...unusedLines(diff), ...unreadLines(diff), ...answer(diff)].join('\n')}\n`;
}

function changeLine({ impact, message, rule, usedBy }: Change): string {
  const users =
    usedBy === undefined
      ? ''
      : usedBy.length === 0
        ? ', used by nobody'
        : `, used by ${usedBy.join(', ')}`;
  return `  ${MARKS[impact]} ${message} [${rule}${users}]`;
}

function brokenLines({ broken }: DocumentDiff): readonly string[] {
  if (broken.length === 0) return [];
  return [
    'What breaks:',
    ...broken.flatMap(({ pact, message, code }) => [
      `  ✗ ${pact.consumer || pact.file}, "${pact.interaction}": ${message} [${code}]`,
      `    ${pact.file}#${pact.pointer}`,
    ]),
    '',
  ];
}

const MOST_NAMED = 20;

function unusedLines({ unused }: DocumentDiff): readonly string[] {
  if (unused.length === 0) return [];
  const named = unused.slice(0, MOST_NAMED);
  const more = unused.length - named.length;
  return [
    'No pact uses:',
    ...named.map(({ method, path }) => `  ${method.toUpperCase()} ${path}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
    '',
  ];
}

function unreadLines({ unusedMembers }: DocumentDiff): readonly string[] {
  if (unusedMembers.length === 0) return [];
  const named = unusedMembers.slice(0, MOST_NAMED);
  const more = unusedMembers.length - named.length;
  return [
    'No pact reads, although the operation is used:',
    ...named.map(
      ({ method, path, status, member }) =>
        `  ${method.toUpperCase()} ${path} ${status}: ${member.join('.')}`,
    ),
    ...(more > 0 ? [`  and ${more} more`] : []),
    '',
  ];
}

function answer({
  compatible,
  stats,
  broken,
  old,
  new: now,
  changes,
}: DocumentDiff): readonly string[] {
  const { breaking, risky, harmless } = stats;
  const consumers = new Set(broken.map(({ pact }) => pact.consumer || pact.file));
  const asked = changes.some(({ usedBy }) => usedBy !== undefined);
  const yes = asked ? 'no consumer with a pact breaks' : 'nothing breaks';
  const no =
    broken.length > 0 ? `${[...consumers].sort().join(', ')} would break` : 'consumers may break';
  return [
    `${compatible ? 'Yes' : 'No'}: from ${old} to ${now} ${compatible ? yes : no}.`,
    `${breaking} breaking, ${risky} risky, ${harmless} harmless.`,
  ];
}
