/** What is not analysed unless asked for, and the words for it in the list of exclusions. */

const FOLDER_REASONS: [RegExp, string][] = [
  [
    /^(?:node_modules|bower_components|jspm_packages|\.yarn|\.pnp|\.pnpm-store)$/,
    'installed packages',
  ],
  [/^(?:vendor|vendors|third[_-]party|external-libs)$/, 'vendored code'],
  [
    /^(?:__tests__|tests?|e2e|__e2e__|(?:e2e|integration)[-_]tests?|cypress|playwright|__fixtures__|fixtures|test-utils)$/,
    'tests',
  ],
  // Docusaurus keeps the pages of earlier versions there.
  [/^versioned_(?:docs|sidebars)$/, 'documentation'],
  [/^(?:__mocks__|mocks)$/, 'mocks'],
  [/^(?:stories|\.storybook|__stories__)$/, 'stories'],
  [/^(?:__generated__|generated|\.prisma)$/, 'generated code'],
  [
    /^(?:coverage|\.nyc_output|\.turbo|\.cache|\.next|\.nuxt|\.svelte-kit|\.output|\.git|\.hg|\.svn|\.idea|\.vscode)$/,
    'tool output',
  ],
];

/** A dump that is shown to readers defines no table; what the code and its migrations do is the evidence. */
const SHOWN_SQL = /(?:^|\/)(?:docs?|documentation|website)\/(?:.*\/)?[^/]+\.sql$/i;

/** Why a file that is no source is not read. */
export const otherExclusion = (path: string): string | undefined =>
  SHOWN_SQL.test(path) ? 'documentation' : undefined;

const FILE_REASONS: [RegExp, string][] = [
  [/\.d\.[cm]?ts$/, 'type declarations'],
  [
    /[.-](?:test|e2e-spec|e2e|test-d|cy|(?:server|client|unit|int|integration|api)test)\.[cm]?[jt]sx?$/,
    'tests',
  ],
  [/(?:^|[/.-])test[-_]?(?:helper|util|data|setup)s?\.[cm]?[jt]sx?$/i, 'tests'],
  [/(?:^|[/.-])(?:jest|vitest)[.-](?:config|setup)[.\w-]*\.[cm]?[jt]s$/, 'tests'],
  [/(?:^|\/)(?:docusaurus\.config|sidebars)\.[cm]?[jt]s$/, 'documentation'],
  [/[.-](?:mock|mocks|fixture|fixtures)\.[cm]?[jt]sx?$/, 'mocks'],
  [/\.(?:stories|story)\.[cm]?[jt]sx?$/, 'stories'],
  [/\.(?:generated|gen|g)\.[cm]?[jt]sx?$/, 'generated code'],
  [/[.-]min\.[cm]?js$/, 'minified code'],
  // Bundlers put a hash of the content into the name.
  [/[.-](?=[0-9a-f]*\d)[0-9a-f]{20,}\.[cm]?js$/, 'build output'],
  [/(?:^|\/)\.pnp\.c?js$/, 'installed packages'],
];

export function folderExclusion(name: string): string | undefined {
  for (const [pattern, reason] of FOLDER_REASONS) if (pattern.test(name)) return reason;
  return undefined;
}

export function fileExclusion(path: string): string | undefined {
  for (const [pattern, reason] of FILE_REASONS) if (pattern.test(path)) return reason;
  return undefined;
}

/** `order.spec.ts` is mostly a test, but some codebases call other things a spec. */
export const MAYBE_TEST: RegExp = /[.-]spec\.[cm]?[jt]sx?$/;
export const TEST_CODE: RegExp = /\b(?:describe|it|test|suite)(?:\.\w+){0,5}\s*\(/;

/** Folders that are looked into only for their names: imports may lead there. */
export function isListedThough(reason: string): boolean {
  return (
    reason === 'tests' ||
    reason === 'mocks' ||
    reason === 'stories' ||
    reason === 'generated code' ||
    reason === 'vendored code'
  );
}

/** Larger than any file people write; such files are bundles or data. */
export const MAX_SOURCE_BYTES = 2_000_000;
const MINIFIED_LINE = 300;
const MINIFIED_MIN_BYTES = 20_000;
const GENERATED =
  /@generated\b|\b(?:auto(?:matically)?[- ]?generated|generated (?:by|from|code|file))\b[\s\S]{0,200}?\b(?:do not (?:edit|modify|change)|don't edit)|do not (?:edit|modify)[\s\S]{0,120}?generated/i;

/** The comment that minifiers are told to keep. */
const KEPT_COMMENT = /^\uFEFF?\s*\/\*!([\s\S]{0,600}?)\*\//;
const RELEASE = /\bv?\d+\.\d+\.\d+\b/;
const LICENSE = /licen[cs]e|copyright|\(c\)|©/i;

/** JavaScript that begins with a release and a licence in such a comment was published by somebody and copied here. */
function isPublished(path: string, source: string): boolean {
  if (!/\.[cm]?js$/.test(path)) return false;
  const comment = KEPT_COMMENT.exec(source.slice(0, 700))?.[1] ?? '';
  return RELEASE.test(comment) && LICENSE.test(comment);
}

/** Exclusions that only the text can tell. */
export function contentExclusion(path: string, source: string): string | undefined {
  if (GENERATED.test(source.slice(0, 600))) return 'generated code';
  if (isPublished(path, source)) return 'vendored code';
  if (source.length > MINIFIED_MIN_BYTES) {
    let lines = 1;
    for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) lines++;
    if (source.length / lines > MINIFIED_LINE) return 'minified code';
  }
  return undefined;
}

export const SOURCE_FILE: RegExp = /\.(?:[cm]?[jt]s|[jt]sx)$/;
