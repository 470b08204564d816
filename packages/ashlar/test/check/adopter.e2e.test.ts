import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../run-command.ts';

/** The example shop as an adopter would meet it: red, then known debt, then held to it. */
const home = mkdtempSync(join(tmpdir(), 'ashlar-adopter-'));
const shop = join(home, 'shop');
const example = join(import.meta.dirname, '../../../../examples/monolith');
const baseline = join(shop, 'ashlar-baseline.json');
const violation = 'src/services/reviews.ts';

beforeAll(() => {
  for (const folder of ['src', 'migrations', 'package.json', 'tsconfig.json'])
    cpSync(join(example, folder), join(shop, folder), { recursive: true });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const check = (...args: string[]) => runCommand(['check', '.', ...args], { cwd: shop });
const configure = (text: string) =>
  writeFileSync(join(shop, 'ashlar.yaml'), `schemaVersion: 1\n${text}`);
const exempt = (id: string, expires: string) =>
  configure(
    `check: { exemptions: [{ id: "${id}", owner: ann, reason: a report, expires: ${expires} }] }`,
  );
const violations = (stdout: string): { id: string; sites: { file: string; line: number }[] }[] =>
  JSON.parse(stdout).fresh;

describe('ashlar check as somebody adopts it', { timeout: 120_000 }, () => {
  beforeEach(() => configure(''));

  it('starts red, and green once the debt is known; says so on green too', async () => {
    rmSync(baseline, { force: true });
    const red = await check();
    expect(red.code).toBe(1);
    expect(red.stdout).toContain('--update-baseline accepts what is broken today');
    expect((await check('--update-baseline')).code).toBe(0);
    const green = await check();
    expect(green.code).toBe(0);
    expect(green.stdout).toMatch(/^No new violation\.\n\nBaseline: \d+ known, 0 solved/);
  });

  it('shows the new violation alone, with its line, and leaves everything else where it was', async () => {
    await check('--update-baseline');
    const before = readFileSync(join(shop, violation), 'utf8');
    writeFileSync(
      join(shop, violation),
      `${before}
export async function writeAcross(db: { query(sql: string): Promise<void> }): Promise<void> {
  await db.query('update stock_levels set on_hand = 0');
}
`,
    );
    const line = before.split('\n').length + 2;
    const found = violations((await check('--format', 'json')).stdout);
    expect(found.map(({ id }) => id)).toEqual([`one-writer:stock_levels:${violation}`]);
    expect(found[0]?.sites).toEqual([{ file: violation, line }]);
    const github = await check('--format', 'github');
    expect(github.stdout).toContain(
      `::error file=${violation},line=${line},title=ashlar one-writer`,
    );
    expect(github.code).toBe(1);
    writeFileSync(join(shop, violation), before);
    expect((await check()).code).toBe(0);
  });

  it('finds the domains anew when ashlar.yaml draws them otherwise, and says so', async () => {
    await check('--update-baseline');
    configure('domains: { money: { files: [src/services/reviews.ts] } }');
    expect((await check()).stderr).toContain('ashlar.yaml draws the domains otherwise');
    configure('domains: { money: { owner: team-a } }');
    expect((await check()).stderr).not.toContain('otherwise');
  });

  it('lets an exemption hold through its last day, and fail after it', async () => {
    rmSync(baseline, { force: true });
    const today = new Date();
    const day = (offset: number) =>
      new Date(today.getTime() + offset * 86_400_000).toISOString().slice(0, 10);
    exempt('*', day(1));
    const holds = await check();
    expect(holds.code).toBe(0);
    expect(holds.stdout).toContain(`exempt until ${day(1)} (ann: a report): `);
    exempt('*', day(-1));
    const over = await check();
    expect(over.code).toBe(1);
    expect(over.stdout).toContain(`expired on ${day(-1)} (ann): *`);
  });

  it.each([
    ['owner', '{ id: "join:*", reason: a report, expires: 2999-01-01 }'],
    ['reason', '{ id: "join:*", owner: ann, expires: 2999-01-01 }'],
    ['expires', '{ id: "join:*", owner: ann, reason: a report }'],
  ])('refuses an exemption without %s', async (missing, exemption) => {
    configure(`check: { exemptions: [${exemption}] }`);
    const refused = await check();
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(missing);
  });

  it('says what a broken baseline is, and writes it anew', async () => {
    writeFileSync(baseline, '{"schemaVersion": 1, "violations": [], "boundaries": {}}');
    const broken = await check();
    expect(broken.code).toBe(2);
    expect(broken.stderr).toContain('CLI_FILE_INVALID');
    expect((await check('--update-baseline')).code).toBe(0);
    expect((await check()).code).toBe(0);
    expect(existsSync(baseline)).toBe(true);
  });
});
