/**
 * `node --conditions=@ashlar/source accuracy/elided.ts FOLDER…`: which imports are left when TypeScript has compiled
 * the code, beside those we do not call `typeOnly` or `elided`. All TypeScript files of a folder are emitted as one
 * program, with the settings of its tsconfig but as ES modules; packages need not be installed. An import is a file
 * and a specifier: where one statement of several is left, it is. `--verbose` lists what differs.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ts } from 'ts-morph';
import { extractFacts } from '../src/index.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { verbose: { type: 'boolean', default: false } },
});

/** Specifiers of the imports of a text, by the line of the statement; `import type` is none. */
function imports(path: string, text: string): Map<number, string> {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, false);
  const found = new Map<number, string>();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
    const { moduleSpecifier } = statement;
    if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) continue;
    const { line } = source.getLineAndCharacterOfPosition(statement.getStart(source));
    found.set(line + 1, moduleSpecifier.text);
  }
  return found;
}

function emit(root: string, paths: readonly string[]): Map<string, Set<string>> {
  const config = ts.findConfigFile(root, ts.sys.fileExists);
  const read = config ? ts.readConfigFile(config, ts.sys.readFile).config : {};
  const { options } = ts.parseJsonConfigFileContent(
    read,
    ts.sys,
    config ? join(config, '..') : root,
  );
  const program = ts.createProgram({
    rootNames: paths.map((path) => join(root, path)),
    options: {
      ...options,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      target: ts.ScriptTarget.ESNext,
      jsx: ts.JsxEmit.Preserve,
      noLib: true,
      noEmit: false,
      noEmitOnError: false,
      declaration: false,
      composite: false,
      incremental: false,
      emitDeclarationOnly: false,
      sourceMap: false,
    },
  });
  const emitted = new Map<string, Set<string>>();
  program.emit(undefined, (_path, text, _mark, _error, sources) => {
    const source = sources?.[0];
    if (source) emitted.set(source.fileName, new Set(imports('a.js', text).values()));
  });
  return emitted;
}

for (const folder of positionals) {
  const root = resolve(folder);
  const facts = await extractFacts(root);
  const paths = facts.files
    .map(({ path }) => path)
    .filter((path) => /(?<!\.d)\.[cm]?tsx?$/.test(path));
  const emitted = emit(root, paths);
  const count = { imports: 0, typeOnly: 0, elidedByBoth: 0, keptByBoth: 0, onlyWe: 0, onlyThey: 0 };
  for (const path of paths) {
    const left = emitted.get(join(root, path));
    if (!left) continue;
    const at = imports(path, readFileSync(join(root, path), 'utf8'));
    const ours = new Map<string, { gone: boolean; typeOnly: boolean; line: number }>();
    for (const edge of facts.imports) {
      const specifier = edge.from === path && !edge.via ? at.get(edge.line) : undefined;
      if (specifier === undefined || !['import', 'reexport'].includes(edge.kind)) continue;
      const gone = edge.typeOnly || edge.elided === true;
      const known = ours.get(specifier);
      ours.set(specifier, {
        gone: gone && (known?.gone ?? true),
        typeOnly: edge.typeOnly && (known?.typeOnly ?? true),
        line: edge.line,
      });
    }
    for (const [specifier, { gone, typeOnly, line }] of ours) {
      count.imports++;
      if (typeOnly) count.typeOnly++;
      const theirs = !left.has(specifier);
      const outcome = gone
        ? theirs
          ? 'elidedByBoth'
          : 'onlyWe'
        : theirs
          ? 'onlyThey'
          : 'keptByBoth';
      count[outcome]++;
      if (values.verbose && outcome.startsWith('only'))
        process.stdout.write(`  ${outcome} leave out ${path}:${line} ${specifier}\n`);
    }
  }
  process.stdout.write(`${folder} ${JSON.stringify(count)}\n`);
}
