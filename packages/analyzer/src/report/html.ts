import { readFileSync } from 'node:fs';
import type { Analysis } from '../model/analysis.ts';
import type { Plan } from '../model/plan.ts';
import { pageData } from './page-data.ts';

/** Scripts of the page in the order in which they are joined; each needs only earlier ones. */
const SCRIPTS = [
  'store',
  'dom',
  'detail',
  'overview',
  'layout',
  'camera',
  'ties',
  'members',
  'painting',
  'steering',
  'map',
  'matrix',
  'plan',
  'findings',
  'alternatives',
  'print',
  'main',
] as const;

// The same relative place from src/report and from dist/report.
const asset = (name: string): string =>
  readFileSync(new URL(`../../assets/report/${name}`, import.meta.url), 'utf8');

/** One HTML file that needs no network: data, styles and scripts are inside. */
export function renderHtml(analysis: Analysis, plan: Plan): string {
  const parts: Record<string, string> = {
    STYLES: asset('page.css'),
    DATA: jsonForScript(pageData(analysis, plan)),
    SCRIPT: `(() => {\n'use strict';\n${SCRIPTS.map(inlineModule).join('\n')}\n})();`,
  };
  // One pass over the template: placeholders inside the data stay as they are.
  return asset('page.html').replace(
    /\/\*__(STYLES|SCRIPT)__\*\/|"__(DATA)__"/g,
    (_, code: string | undefined, data: string | undefined) => parts[code ?? data ?? ''] ?? '',
  );
}

/** JSON that cannot end the script element it stands in. */
function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * A module as a function that returns its exports, so that the page needs no loader. Only named
 * imports from sibling files and `export const`/`export function` occur in the assets.
 */
function inlineModule(name: string): string {
  const source = asset(`${name}.js`);
  const exported = [...source.matchAll(/^export (?:const|function) (\w+)/gm)].map(
    (match) => match[1],
  );
  const body = source
    .replace(/^import (\{[^}]*\}) from '\.\/(\w+)\.js';\n/gm, 'const $1 = $$$2;\n')
    .replace(/^export /gm, '');
  return `const $${name} = (() => {\n${body}return { ${exported.join(', ')} };\n})();`;
}
