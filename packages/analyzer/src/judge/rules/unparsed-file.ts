import type { Rule } from '../context.ts';

/** A source file that could not be read or parsed: whatever it does is missing from the picture. */
export const unparsedFile: Rule = {
  name: 'unparsed-file',
  judge: (context) =>
    context.facts.unresolved
      .filter((unresolved) => unresolved.kind === 'file')
      .map((unresolved) => ({
        kind: 'unparsed-file' as const,
        id: `unparsed-file:${unresolved.file}`,
        severity: 'medium' as const,
        domains: [],
        sites: [{ file: unresolved.file, line: unresolved.line }],
        file: unresolved.file,
        reason: unresolved.reason,
      })),
};
