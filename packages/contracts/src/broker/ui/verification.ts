import type { Exchange } from '../http/resource.ts';
import { contentBody } from '../store/publications.ts';
import type { Verification } from '../store/verifications.ts';
import { type Html, html } from './html.ts';
import { outcome, page } from './layout.ts';

interface TestResult {
  readonly interactionId?: unknown;
  readonly interactionDescription?: unknown;
  readonly success?: unknown;
  readonly mismatches?: unknown;
  readonly exceptions?: unknown;
}

/** A result: each interaction that failed, with what was expected and what came. */
export async function verificationPage(x: Exchange, result: Verification): Promise<string> {
  const names = descriptions(await contentBody(x.s, result.contentId));
  const parsed: unknown = result.testResults === null ? [] : JSON.parse(result.testResults);
  const tests: readonly TestResult[] = testsIn(parsed);
  const failed = tests.filter(({ success }) => success === false);
  const passed = tests.length - failed.length;
  const { buildUrl } = result;
  const nothing = result.success
    ? html`<p>Nothing failed.</p>`
    : html`<p>The verifier did not say which interactions failed. Look at its build.</p>`;
  return page(
    x.urls,
    `${result.provider} ${result.providerVersion} against ${result.consumer}`,
    html`<p>${outcome(result.success)}: ${counted(failed.length)} failed, ${passed} passed.
<a href="${x.urls.content(result)}">The contract</a>,
<a href="${x.urls.version(result.provider, result.providerVersion)}">the version of ${result.provider}</a>
${buildUrl === null || !/^https?:/.test(buildUrl) ? '' : html` <a href="${buildUrl}">The build</a>`}</p>
${failed.length === 0 ? nothing : failed.map((test) => failure(test, names))}`,
  );
}

function counted(interactions: number): string {
  return interactions === 1 ? '1 interaction' : `${interactions} interactions`;
}

/** Some clients wrap the list: `{tests: […]}`, `{examples: […]}`. */
function testsIn(parsed: unknown): readonly TestResult[] {
  if (Array.isArray(parsed)) return parsed.filter((one) => typeof one === 'object' && one !== null);
  const values = typeof parsed === 'object' && parsed !== null ? Object.values(parsed) : [];
  const found = values.find((value) => Array.isArray(value));
  return found === undefined ? [] : testsIn(found);
}

function descriptions(body: string): Map<unknown, string> {
  const content = JSON.parse(body) as Record<string, unknown>;
  const items = ['interactions', 'messages'].flatMap((key) => {
    const found = content[key];
    return Array.isArray(found) ? (found as Record<string, unknown>[]) : [];
  });
  return new Map(items.map((item) => [item?._id, String(item?.description ?? '')]));
}

function failure(test: TestResult, names: ReadonlyMap<unknown, string>): Html {
  const known = names.get(test.interactionId);
  const title = known ?? String(test.interactionDescription ?? 'An interaction');
  const mismatches = Array.isArray(test.mismatches) ? test.mismatches : [];
  const exceptions = Array.isArray(test.exceptions) ? test.exceptions : [];
  return html`<section class="card"><h2>${title}</h2>
<ul>${[...mismatches, ...exceptions].map((one) => html`<li>${mismatch(one)}</li>`)}</ul></section>`;
}

function mismatch(value: unknown): Html {
  if (typeof value !== 'object' || value === null) return html`${String(value)}`;
  const one = value as Record<string, unknown>;
  const where = [one.attribute, one.identifier ?? one.path].filter((part) => part !== undefined);
  const said = one.description ?? one.message ?? one.mismatch;
  const lines = (['expected', 'actual'] as const)
    .filter((key) => one[key] !== undefined)
    .map(
      (key) =>
        html`<dt>${key === 'expected' ? 'Expected' : 'Actual'}</dt><dd><code>${JSON.stringify(one[key])}</code></dd>`,
    );
  return html`${where.length === 0 ? '' : html`<strong>${where.map(String).join(' ')}</strong>: `}${
    said === undefined && lines.length === 0 ? JSON.stringify(value) : String(said ?? '')
  }${lines.length === 0 ? '' : html`<dl>${lines}</dl>`}`;
}
