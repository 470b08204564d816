import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromium, launch, type Page } from '../../../../test/chromium.ts';
import { summarize } from '../../src/history/read-history.ts';
import { judgeFacts } from '../../src/judge-facts.ts';
import type { Analysis, Facts, TableAccess } from '../../src/model/analysis.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { renderHtml } from '../../src/report/html.ts';
import { shopFacts } from '../shop-facts.ts';

const missing = chromium === undefined ? ' (skipped: no Chromium; name one in CHROMIUM)' : '';
const DOMAINS = 25;
const FILES_PER_DOMAIN = 88;

/** 2,200 files in 25 domains: every file imports three of its own and now and then one of the next, which one calls. */
function largeFacts(): Facts {
  const path = (domain: number, file: number) =>
    `src/area${domain}/thing${domain}-${file % FILES_PER_DOMAIN}.ts`;
  const places = Array.from({ length: DOMAINS * FILES_PER_DOMAIN }, (_, i) => ({
    domain: Math.floor(i / FILES_PER_DOMAIN),
    file: i % FILES_PER_DOMAIN,
  }));
  const importing = (from: string, to: string, line: number) => ({
    ...{ from, to, line, kind: 'import' as const, typeOnly: false, symbols: ['a', 'b'] },
  });
  const table = (domain: number) => `things_${domain}`;
  return {
    ...shopFacts(),
    root: 'large',
    files: places.map(({ domain, file }) => ({ path: path(domain, file), loc: 120 })),
    imports: places.flatMap(({ domain, file }) => [
      ...[1, 2, 5].map((step) => importing(path(domain, file), path(domain, file + step), step)),
      ...(file % 9 === 0
        ? [importing(path(domain, file), path((domain + 1) % DOMAINS, file), 9)]
        : []),
    ]),
    tables: Array.from({ length: DOMAINS }, (_, domain) => ({
      name: table(domain),
      kind: 'table' as const,
      foreignKeys: [],
    })),
    accesses: places.map(
      ({ domain, file }): TableAccess => ({
        file: path(domain, file),
        line: 20,
        table: table(file % 11 === 0 ? (domain + 1) % DOMAINS : domain),
        operation: file % 3 === 0 ? 'write' : 'read',
        via: 'sql',
        statement: `${path(domain, file)}:20`,
        confidence: 1,
      }),
    ),
    // Somebody asks each of them, or it would be no candidate of the plan.
    calls: Array.from({ length: DOMAINS }, (_, domain) => ({
      ...{ file: path(domain, 0), line: 30, caller: 'a', to: path((domain + 1) % DOMAINS, 0) },
      ...{ callee: 'b', awaited: true, inLoop: false, resultUsed: true },
    })),
    ...{ routes: [], events: [], jobs: [], injections: [], state: [], unresolved: [] },
  };
}

describe.skipIf(chromium === undefined)(`the report of 2,200 files in Chromium${missing}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-page-'));
  const file = join(folder, 'report.html');
  const other = join(folder, 'other.html');
  const url = pathToFileURL(file).href;
  let page: Page;
  let findings = 0;

  beforeAll(async () => {
    const analysis: Analysis = {
      ...judgeFacts(largeFacts()),
      history: summarize([], [], () => [], ['not in a git repository: no history']),
      continuity: { files: 2200, kept: 2200, held: 0, moved: [] },
    };
    findings = analysis.findings.length;
    writeFileSync(file, renderHtml(analysis, makePlan(analysis)));
    page = await launch(chromium ?? '');
  }, 60_000);

  afterAll(async () => {
    await page?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const text = (selector: string) =>
    page.evaluate<string>(`document.querySelector(${JSON.stringify(selector)})?.innerText ?? ''`);

  it('is one file of at most 15 MB that asks for nothing else', async () => {
    expect(statSync(file).size).toBeLessThan(15 * 1024 * 1024);
    await page.open(url);
    const loaded = await page.evaluate<string[]>(
      "performance.getEntriesByType('resource').map(({ name }) => name)",
    );
    expect(loaded).toEqual([]);
  });

  it('says what history could not tell, and what is where it was', async () => {
    await page.open(url);
    const words = await text('#view');
    expect(words).toContain('not in a git repository: no history');
    expect(words).toContain('2200 of 2200 files are where they were before');
  });

  it('opens within three seconds', async () => {
    await page.open('about:blank');
    const start = performance.now();
    await page.open(url);
    const drawn = await page.evaluate<boolean>(
      "new Promise((done) => requestAnimationFrame(() => done(document.querySelector('#view').children.length > 0)))",
    );
    expect(drawn).toBe(true);
    expect(performance.now() - start).toBeLessThan(3000);
  });

  it.each(['overview', 'map', 'matrix', 'plan', 'findings', 'alternatives'])(
    'draws the view %s within a second, without an error',
    async (view) => {
      const start = performance.now();
      await page.evaluate(
        `new Promise((done) => { location.hash = '${view}'; requestAnimationFrame(() => requestAnimationFrame(done)); })`,
      );
      expect(performance.now() - start).toBeLessThan(1000);
      expect((await text('#view')).length).toBeGreaterThan(20);
      expect(await text('nav a[aria-current]')).toMatch(new RegExp(view, 'i'));
      expect(page.errors).toEqual([]);
    },
  );

  it('shows the tab of the open view, and counts one as one, on a telephone', async () => {
    await page.resize(390, 844);
    const right = await page.evaluate<number>(`(async () => {
      for (const view of ['overview', 'alternatives']) {
        location.hash = view;
        await new Promise((done) => setTimeout(done, 100));
      }
      return document.querySelector('nav a[aria-current]').getBoundingClientRect().right;
    })()`);
    expect(right).toBeLessThanOrEqual(390);
    expect(await text('#view')).not.toMatch(/\b1 (?:files|tables)\b/);
    await page.resize(1400, 900);
  });

  it('has cards whose files add up', async () => {
    await page.open('about:blank');
    await page.open(`${url}#overview`);
    const cards = await page.evaluate<string[]>(
      "[...document.querySelectorAll('.cards .card')].map((one) => one.innerText.replaceAll(',', ''))",
    );
    const figure = (pattern: RegExp) =>
      Number(cards.map((one) => pattern.exec(one)?.[1]).find((one) => one !== undefined) ?? 0);
    const all = figure(/^(\d+)\s+files \d+ lines/);
    expect(all).toBe(DOMAINS * FILES_PER_DOMAIN);
    expect(
      figure(/domains (\d+) files of the/) +
        figure(/^(\d+)\s+files? of libraries/) +
        figure(/^(\d+)\s+files? of shell/) +
        figure(/^(\d+)\s+files? that nothing ties/),
    ).toBe(all);
  });

  it('leads from a domain over its ties to their evidence, without the map', async () => {
    await page.open('about:blank');
    await page.open(`${url}#overview`);
    await page.evaluate("document.querySelector('#view table button.link').click()");
    const title = await page.evaluate<string>(`(() => {
      const head = [...document.querySelectorAll('#detail h3')].find((one) => /^Uses \\(\\d+ domains?\\)$/.test(one.textContent));
      head.nextElementSibling.querySelector('button').click();
      return document.querySelector('#detail').innerText;
    })()`);
    expect(title).toMatch(/^(?:\S\s+)*Tie\b/);
    expect(title).toMatch(/^Code \(\d+\)$/m);
    expect(title).not.toMatch(/\(0\)/);
    await page.press('Escape');
  });

  it('draws something on the map', async () => {
    const colours = await page.evaluate<number>(`(async () => {
      location.hash = 'map';
      await new Promise((done) => setTimeout(done, 300));
      const canvas = document.querySelector('canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const seen = new Set();
      for (let i = 0; i < data.length; i += 400) seen.add(data[i] * 65536 + data[i + 1] * 256 + data[i + 2]);
      return seen.size;
    })()`);
    expect(colours).toBeGreaterThan(5);
  });

  it('draws thousands of files with few calls, and no label over another', async () => {
    await page.open('about:blank');
    await page.open(`${url}#map`);
    const seen = await page.evaluate<{
      calls: number;
      labels: [number, number, number, number][];
    }>(`(async () => {
      const proto = CanvasRenderingContext2D.prototype;
      const canvas = document.querySelector('canvas');
      let calls = 0;
      let labels = [];
      for (const name of ['fill', 'stroke', 'fillRect', 'fillText', 'strokeText']) {
        const draw = proto[name];
        proto[name] = function (...all) {
          calls++;
          if (name === 'fillText' && /\\.ts$/.test(all[0])) {
            const half = this.measureText(all[0]).width / 2;
            labels.push([all[1] - half, all[1] + half, all[2] - 10, all[2] + 2]);
          }
          return draw.apply(this, all);
        };
      }
      const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      [...document.querySelectorAll('button')].find((one) => one.textContent === 'Show all files').click();
      await frame();
      const all = calls;
      for (let i = 0; i < 9; i++) {
        labels = [];
        canvas.dispatchEvent(new KeyboardEvent('keydown', { key: '+' }));
        await frame();
      }
      return { calls: all, labels };
    })()`);
    expect(seen.calls).toBeLessThan(1000);
    expect(seen.labels.length).toBeGreaterThan(10);
    const over = seen.labels.filter(([left, right, top, bottom], i) =>
      seen.labels.some(
        (other, j) =>
          i < j && left < other[1] && other[0] < right && top < other[3] && other[2] < bottom,
      ),
    );
    expect(over).toEqual([]);
  });

  it('opens the evidence of a tie that is clicked', async () => {
    await page.open('about:blank');
    await page.open(`${url}#map`);
    const tip = await page.evaluate<string>(`(async () => {
      const canvas = document.querySelector('canvas');
      const tip = document.querySelector('.map .tip');
      await new Promise((done) => setTimeout(done, 100));
      const { left, top, width, height } = canvas.getBoundingClientRect();
      const send = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, { pointerId: 1, clientX: left + x, clientY: top + y }));
      canvas.setPointerCapture = () => {};
      for (let y = 10; y < height; y += 5) {
        for (let x = 10; x < width; x += 5) {
          send('pointermove', x, y);
          if (!tip.textContent.includes('→')) continue;
          send('pointerdown', x, y);
          send('pointerup', x, y);
          return tip.textContent;
        }
      }
      return 'no tie';
    })()`);
    expect(tip).toMatch(/^\S+ → \S+: \d+ links?, \d+ access(es)? to tables$/);
    const [from, to] = tip.split(':')[0]?.split(' → ') ?? [];
    expect(await text('#detail')).toContain('Tie');
    expect((await text('#detail h2')).replace(/\s+/g, ' ')).toBe(`${from} → ${to}`);
    await page.press('Escape');
  });

  it('prints every view, on white, and comes back to the one that was open', async () => {
    await page.evaluate("location.hash = 'findings'");
    // In one go, as a printer does: it waits for no frame.
    const printed = await page.evaluate<Record<string, number | boolean>>(`(() => {
      dispatchEvent(new Event('beforeprint'));
      const all = (selector) => document.querySelectorAll(selector).length;
      const canvas = document.querySelector('canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return {
        sheets: all('.sheet'),
        candidates: all('.sheet details.finding[open]'),
        findings: all('.printed'),
        buttonsInHeads: all('thead button'),
        map: data.some((value) => value > 0),
      };
    })()`);
    expect(printed).toEqual({
      ...{ sheets: 6, candidates: 3, findings, map: true },
      // Chromium repeats the head of a table on the next page, but not the buttons in it.
      buttonsInHeads: 0,
    });
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    expect(await text('#view h2')).toBe('Findings');
    expect(await page.evaluate<number>("document.querySelectorAll('.sheet').length")).toBe(0);
    expect(page.errors).toEqual([]);
  });

  it('is worked by keyboard: skip link, views, things', async () => {
    await page.open('about:blank');
    await page.open(`${url}#overview`);
    const focused = () =>
      page.evaluate<string>(
        "document.activeElement.tagName + ' ' + document.activeElement.textContent",
      );
    await page.press('Tab');
    expect(await focused()).toBe('A Skip to the content');
    for (const view of ['Overview', 'Map', 'Matrix']) {
      await page.press('Tab');
      expect(await focused()).toBe(`A ${view}`);
    }
    await page.press('Enter');
    await page.evaluate('new Promise((done) => setTimeout(done, 100))');
    expect(await text('nav a[aria-current]')).toBe('Matrix');
    await page.evaluate("document.querySelector('.matrix td button').focus()");
    await page.press('Enter');
    expect(await text('#detail')).not.toBe('');
    // The panel has the focus while it is open, and gives it back.
    const active = () =>
      page.evaluate<string>(
        "document.activeElement.id + ' ' + (document.activeElement.closest('table')?.className ?? '')",
      );
    expect(await active()).toBe('detail ');
    await page.press('Escape');
    expect(await page.evaluate<boolean>("document.querySelector('#detail').hidden")).toBe(true);
    expect(await active()).toBe(' matrix');
  });

  it('is one stop for Tab in each matrix, and goes by arrow keys', async () => {
    await page.open('about:blank');
    await page.open(`${url}#matrix`);
    const stops = await page.evaluate<number[]>(
      "[...document.querySelectorAll('.matrix')].map((one) => one.querySelectorAll('button:not([tabindex=\\'-1\\'])').length)",
    );
    expect(stops).toEqual([1, 1]);
    await page.evaluate("document.querySelector('.matrix button').focus()");
    const focused = () =>
      page.evaluate<string>(
        'document.activeElement.ariaLabel ?? document.activeElement.textContent',
      );
    const first = await focused();
    await page.press('ArrowRight');
    expect(await focused()).toContain(`${first} uses`);
    await page.press('ArrowLeft');
    await page.press('ArrowDown');
    expect(await focused()).not.toBe(first);
  });

  it('says on the map where the arrow keys are, opens and closes there, and keeps the view', async () => {
    await page.open('about:blank');
    await page.open(`${url}#map`);
    await page.evaluate("document.querySelector('canvas').focus()");
    const said = () => text('.map [role=status]');
    await page.press('ArrowRight');
    expect(await said()).toMatch(/^\S+: 8\d files, 1 table; uses .+; is used by /);
    await page.press('Enter');
    expect(await text('#detail h2')).toBe((await said()).split(':')[0]);
    await page.press('Escape');
    expect(await page.evaluate<string>('document.activeElement.tagName')).toBe('CANVAS');
  });

  it('says where a list was cut, and shows the rest; a place opens its file', async () => {
    await page.open('about:blank');
    await page.open(`${url}#plan`);
    const rest = await page.evaluate<[string, number, number]>(`(() => {
      const list = [...document.querySelectorAll('#view ul.bare')].find((one) => /^and \\d+ more$/.test(one.lastChild.textContent));
      const more = list.lastChild.textContent;
      const before = list.children.length;
      list.lastChild.firstChild.click();
      return [more, before, list.children.length];
    })()`);
    expect(rest[0]).toBe(`and ${rest[2] - rest[1] + 1} more`);
    await page.evaluate("document.querySelector('#view li.site button').click()");
    expect(await text('#detail')).toMatch(/^File/m);
  });

  it('opens the chosen candidate, not the first, and names it', async () => {
    const analysis = judgeFacts(largeFacts());
    const { candidates } = makePlan(analysis);
    const last = candidates.at(-1)?.domain ?? '';
    writeFileSync(other, renderHtml(analysis, makePlan(analysis, last)));
    await page.open(`${pathToFileURL(other).href}#plan`);
    const open = await page.evaluate<string[]>(
      "[...document.querySelectorAll('details.finding[open] summary')].map((one) => one.textContent)",
    );
    expect(open).toHaveLength(1);
    expect(open[0]).toMatch(`${candidates.length}. ${last} (the one to extract)`);
  });

  it('sorts the domains by a column', async () => {
    await page.open('about:blank');
    await page.open(`${url}#overview`);
    const files = await page.evaluate<number[]>(`(() => {
      const table = document.querySelector('table');
      [...table.querySelectorAll('button.sort')].find((one) => one.textContent === 'files').click();
      return [...table.tBodies[0].rows].map((row) => Number(row.cells[1].textContent));
    })()`);
    expect(files).toEqual(files.toSorted((a, b) => b - a));
  });
});
