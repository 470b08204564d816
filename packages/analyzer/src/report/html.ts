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
  'map',
  'matrix',
  'plan',
  'findings',
  'alternatives',
  'main',
] as const;

// The same relative place from src/report and from dist/report.
const asset = (name: string): string =>
  readFileSync(new URL(`../../assets/report/${name}`, import.meta.url), 'utf8');

/** One HTML file that needs no network: data, styles and scripts are inside. */
export function renderHtml(analysis: Analysis, plan: Plan): string {
  const data = jsonForScript(pageData(analysis, plan));
  const script = SCRIPTS.map((name) => joinable(asset(`${name}.js`))).join('\n');
  return asset('page.html')
    .replace('/*styles*/', () => asset('page.css'))
    .replace('"data"', () => data)
    .replace('/*script*/', () => `(() => {\n'use strict';\n${script}\n})();`);
}

/** JSON that cannot end the script element it stands in. */
function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The modules share one scope in the page, so their imports and export keywords go. */
function joinable(source: string): string {
  return source.replace(/^import [^;]*;\n/gm, '').replace(/^export /gm, '');
}
