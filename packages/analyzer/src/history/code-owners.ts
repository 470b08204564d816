import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ignore from 'ignore';

const PLACES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];

export type OwnersOf = (path: string) => string[];

/**
 * Owners of files by the CODEOWNERS file of the folder or of a folder above it, up to the root of
 * the repository; undefined without one. The last matching line wins, and a line without owners
 * takes them away (GitHub documentation, "About code owners").
 */
export function findCodeOwners(root: string): OwnersOf | undefined {
  for (let folder = root; ; folder = dirname(folder)) {
    const file = PLACES.map((place) => join(folder, place)).find((place) => existsSync(place));
    if (file !== undefined) {
      const prefix = relative(folder, root).replaceAll('\\', '/');
      const ownersOf = parseCodeOwners(readFileSync(file, 'utf8'));
      return (path) => ownersOf(prefix === '' ? path : `${prefix}/${path}`);
    }
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return undefined;
  }
}

/** GitLab groups lines in sections, whose owners hold for the lines that name none of their own. */
const SECTION = /^\^?\[[^\]]+\](?:\[\d+\])?/;

export function parseCodeOwners(text: string): OwnersOf {
  const rules: { matches: (path: string) => boolean; owners: string[] }[] = [];
  let ofSection: string[] = [];
  for (const raw of text.split('\n')) {
    const line = raw
      .trim()
      .replace(/(?:^|\s)#.*$/, '')
      .trim();
    const section = SECTION.exec(line)?.[0];
    if (section !== undefined) {
      ofSection = ownersIn(line.slice(section.length));
      continue;
    }
    // A space in a path is written `\ `.
    const pattern = /^(?:\\.|\S)+/.exec(line)?.[0];
    if (pattern === undefined) continue;
    const own = ownersIn(line.slice(pattern.length));
    rules.push({ matches: matcher(pattern), owners: own.length > 0 ? own : ofSection });
  }
  rules.reverse();
  return (path) => rules.find(({ matches }) => matches(path))?.owners ?? [];
}

/** Names and teams start with `@`, the others are addresses; anything else owns nothing. */
const ownersIn = (words: string): string[] =>
  words.split(/\s+/).filter((word) => word.includes('@'));

/** As in .gitignore, but with the case of letters, and `folder/*` ends with that folder's own files. */
function matcher(pattern: string): (path: string) => boolean {
  const rule = ignore({ ignorecase: false }).add(pattern);
  if (pattern.endsWith('/*') && !pattern.endsWith('**/*')) rule.add(`!${pattern}/`);
  return (path) => rule.ignores(path);
}
