import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ignore from 'ignore';

const PLACES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];

export type OwnersOf = (path: string) => string[];

/**
 * Owners of files by the CODEOWNERS file of the folder or of a folder above it, up to the root of
 * the repository; undefined without one. The last matching line wins, and a line without owners
 * takes them away (GitHub documentation, "About code owners"); sections are asked one by one.
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

/** `[Name]`, `^[Name]` (its owners need not approve) or `[Name][2]` (two of them have to). */
const SECTION = /^\^?\[([^\]]+)\](?:\[\d+\])?/;

/** Lines that are asked for the owners of a file on their own. */
interface Section {
  /** Who owns what a line without owners names. */
  owners: string[];
  rules: { matches: (path: string) => boolean; owners: string[] }[];
  /** What no line of the section speaks of, wherever it stands in it. */
  excluded: ((path: string) => boolean)[];
}

/**
 * GitLab groups lines in sections: of each one the last matching line counts, and a file has the owners of all
 * of them; sections of one name are one, and lines before the first are one as well (GitLab documentation, "Code Owners").
 * GitHub knows no sections, so the whole file is one.
 */
export function parseCodeOwners(text: string): OwnersOf {
  const sections = new Map<string, Section>();
  let section = sectionCalled(sections, '', []);
  for (const raw of text.split('\n')) {
    const line = raw
      .trim()
      .replace(/(?:^|\s)#.*$/s, '')
      .trim();
    const [heading, name] = SECTION.exec(line) ?? [];
    if (heading !== undefined) {
      section = sectionCalled(sections, name ?? '', ownersIn(line.slice(heading.length)));
      continue;
    }
    // A space in a path is written `\ `.
    const pattern = /^(?:\\.|\S)+/.exec(line)?.[0];
    if (pattern === undefined) continue;
    if (pattern.startsWith('!')) {
      section.excluded.push(matcher(pattern.slice(1)));
      continue;
    }
    const own = ownersIn(line.slice(pattern.length));
    section.rules.unshift({
      matches: matcher(pattern),
      owners: own.length > 0 ? own : section.owners,
    });
  }
  const all = [...sections.values()];
  return (path) => [...new Set(all.flatMap((one) => ownersBy(one, path)))];
}

/** The section of a name, however its letters are written; owners said later hold for the lines that follow. */
function sectionCalled(sections: Map<string, Section>, name: string, owners: string[]): Section {
  const key = name.toLowerCase();
  const section = sections.get(key) ?? { owners, rules: [], excluded: [] };
  section.owners = owners;
  sections.set(key, section);
  return section;
}

const ownersBy = ({ rules, excluded }: Section, path: string): string[] =>
  excluded.some((matches) => matches(path))
    ? []
    : (rules.find(({ matches }) => matches(path))?.owners ?? []);

/** Names and teams start with `@`, the others are addresses; anything else owns nothing. */
const ownersIn = (words: string): string[] =>
  words.split(/\s+/).filter((word) => word.includes('@'));

/** As in .gitignore, but with the case of letters, and `folder/*` ends with that folder's own files. */
function matcher(pattern: string): (path: string) => boolean {
  const rule = ignore({ ignorecase: false }).add(pattern);
  if (pattern.endsWith('/*') && !pattern.endsWith('**/*')) rule.add(`!${pattern}/`);
  return (path) => rule.ignores(path);
}
