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

export function parseCodeOwners(text: string): OwnersOf {
  const rules = text
    .split('\n')
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    // GitLab groups lines in `[Sections]`, which name no files.
    .filter((line) => line !== '' && !line.startsWith('[') && !line.startsWith('^['))
    .map((line) => {
      const [pattern = '', ...owners] = line.split(/\s+/);
      return { matches: ignore().add(pattern), owners };
    })
    .reverse();
  return (path) => rules.find(({ matches }) => matches.ignores(path))?.owners ?? [];
}
