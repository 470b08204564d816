import { type Facts, isForTypes } from '../model/analysis.ts';

/** What lies in a repository beside the product, with how its folders are told and what is said of their files. */
interface Kind {
  reason: (folder: string) => string;
  /** Whether a folder is one by its name; `isProgram` where a program of the repository would stand. */
  isCalledSo?: (name: string, isProgram: boolean) => boolean;
  /** Files that only such a folder holds directly. */
  marks?: RegExp;
  /** Such a folder has to hold something of these directly as well. */
  needs?: RegExp;
}

/** A program of a repository stands at its top or with others in one of these: `docs/`, `apps/docs/`. */
const PROGRAMS = /^(?:(?:apps|libs|packages|projects|services|sites|tooling|tools)\/)?[^/]+\/$/;

const TOOLS =
  'babel|biome|eslint|jest|prettier|rollup|stylelint|tailwind|tsconfig|tslint|vite|vitest|webpack';
const TOOL_FOLDER = new RegExp(
  `^(?:[\\w-]+-)?(?:${TOOLS})-(?:config|plugin|preset|rules?)s?(?:-[\\w-]+)?$|^(?:config|plugin|preset)-(?:${TOOLS})$`,
);
/** Not those that mean something to a framework or a browser. */
const HIDDEN = /^\.(?!server$|client$|well-known$)\w/;
const SETTINGS =
  /(?:^|\/)(?:[\w-]+\.config|\.[\w-]+rc|\.[\w.-]+|(?:webpack|rollup|karma)\.[\w.-]+|gruntfile|gulpfile)\.[cm]?[jt]s$/i;

const KINDS: readonly Kind[] = [
  {
    reason: (folder) => `documentation: ${folder} is a site about the product, no part of it`,
    marks: /^(?:docusaurus\.config|source\.config|\.vitepress|\.vuepress)\b/,
  },
  {
    reason: (folder) => `documentation: ${folder} is a site about the product, no part of it`,
    isCalledSo: (name, isProgram) =>
      isProgram && /^(?:docs?|documentation|docs?-?site)$/.test(name),
    needs: /^[^/]+\.config\.[cm]?[jt]s$/,
  },
  {
    reason: (folder) => `an example: ${folder} shows something, and nothing outside needs it`,
    isCalledSo: (name, isProgram) =>
      /^(?:(?:[\w-]+-)?(?:examples?|samples?)|examples?-[\w-]+|(?:[\w-]+-)?demo-apps?)$/.test(
        name,
      ) ||
      (isProgram && /^(?:demos?|playgrounds?|sandbox(?:es)?|starters?)$/.test(name)),
  },
  {
    reason: (folder) => `for those who develop it: nothing outside ${folder} needs it`,
    isCalledSo: (name, isProgram) =>
      isProgram &&
      /^(?:dev-?server|testing|test-?bed|cucumber|bench(?:mark(?:s|ing)?)?|load-?test(?:s|ing)?|(?:[\w-]+-)?(?:e2e|integration|smoke|unit)-?(?:tests?|common|utils?))$/.test(
        name,
      ),
  },
  {
    reason: (folder) => `${folder} sets up where it runs, and nothing outside needs it`,
    isCalledSo: (name, isProgram) =>
      isProgram &&
      /^(?:ansible|cdk|ci|deploy(?:ments?)?|devops|helm|infra(?:structure)?|k8s|kubernetes|ops|pulumi|terraform)$/.test(
        name,
      ),
  },
  {
    reason: (folder) => `settings and rules of a tool (${folder}), which only that reads`,
    isCalledSo: (name) => TOOL_FOLDER.test(name) || HIDDEN.test(name),
  },
];

/** Frameworks serve what lies there by its name, whatever that is. */
const SERVED = /(?:^|\/)(?:pages|routes)\//;

const SETTINGS_REASON = 'settings of a tool, which only that reads';

/**
 * Files that are no part of what runs for anybody, by path, with the reason: a site of documentation, examples, helpers
 * of tests, settings and rules of tools. Told by the folder or the file, as long as nothing outside takes anything
 * from it while it runs: an `examples/` that the server loads is its data.
 */
export function besideTheProduct({
  files,
  imports,
  stats,
}: Pick<Facts, 'files' | 'imports' | 'stats'>): Map<string, string> {
  const folders = candidates(
    files.map(({ path }) => path),
    stats.excluded.map(({ path }) => path),
  );
  const takers = new Map<string, string[]>();
  for (const edge of imports) {
    if (isForTypes(edge) || edge.from === edge.to) continue;
    const known = takers.get(edge.to);
    if (known === undefined) takers.set(edge.to, [edge.from]);
    else known.push(edge.from);
  }
  const found = new Map<string, string>();
  for (let grew = true; grew; ) {
    grew = false;
    const isApart = (path: string, folder: string): boolean =>
      (takers.get(path) ?? []).every((taker) => taker.startsWith(folder) || found.has(taker));
    for (const [folder, { kind, members }] of folders) {
      if (!members.every((path) => isApart(path, folder))) continue;
      folders.delete(folder);
      for (const path of members) if (!found.has(path)) found.set(path, kind.reason(folder));
      grew = true;
    }
    for (const { path } of files) {
      if (found.has(path) || !SETTINGS.test(path) || SERVED.test(path)) continue;
      if (!isApart(path, path)) continue;
      found.set(path, SETTINGS_REASON);
      grew = true;
    }
  }
  return found;
}

interface Candidate {
  kind: Kind;
  members: string[];
}

/** Folders of these paths that hold directly what marks them. */
function markedFolders(paths: readonly string[]): Set<string> {
  const marked = new Set<string>();
  for (const path of paths)
    for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1))
      if (KINDS.some(({ marks }) => marks?.test(path.slice(end + 1))))
        marked.add(path.slice(0, end + 1));
  return marked;
}

/**
 * Folders that are called or furnished like something beside the product, the outermost first.
 *
 * @param unread paths that are not analysed: settings of generators of documentation are among them
 */
function candidates(paths: readonly string[], unread: readonly string[]): Map<string, Candidate> {
  const members = new Map<string, string[]>();
  for (const path of paths) {
    for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
      const folder = path.slice(0, end + 1);
      const known = members.get(folder);
      if (known === undefined) members.set(folder, [path]);
      else known.push(path);
    }
  }
  const marked = markedFolders([...paths, ...unread]);
  const found: [string, Candidate][] = [];
  for (const [folder, inside] of members) {
    const name = folder.slice(0, -1).split('/').at(-1) ?? '';
    const isProgram = PROGRAMS.test(folder);
    const holds = (pattern: RegExp): boolean =>
      inside.some((path) => pattern.test(path.slice(folder.length)));
    const kind = KINDS.find(({ isCalledSo, marks, needs }) => {
      if (marks !== undefined && marked.has(folder)) return true;
      if (isCalledSo?.(name, isProgram) !== true) return false;
      return needs === undefined || holds(needs);
    });
    if (kind !== undefined) found.push([folder, { kind, members: inside }]);
  }
  return new Map(found.sort((a, b) => a[0].length - b[0].length || (a[0] < b[0] ? -1 : 1)));
}
