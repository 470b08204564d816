/**
 * Packs every package as npm would publish it, checks the tarballs with publint and attw, installs
 * them in an empty folder outside the repository and uses them there as a stranger would.
 *
 * Prints one line per check and a closing `N passed, N failed`; exits 1 when any failed.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '..');
const packages = ['analyzer', 'contracts', 'strangler', 'ashlar'];
const outside = mkdtempSync(join(tmpdir(), 'ashlar-packed-'));
const counts = { passed: 0, failed: 0 };

interface Run {
  ok: boolean;
  output: string;
}

function run(command: string, args: string[], cwd: string): Run {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, SCARF_ANALYTICS: 'false' },
  });
  return { ok: status === 0, output: `${stdout}${stderr}${error?.message ?? ''}` };
}

function check(name: string, result: Run): void {
  counts[result.ok ? 'passed' : 'failed'] += 1;
  console.log(`${result.ok ? 'ok  ' : 'FAIL'} ${name}`);
  if (!result.ok) console.log(result.output.replaceAll(/^/gm, '     '));
}

function pack(name: string): string {
  execFileSync(
    'npm',
    ['pack', '--silent', '--pack-destination', outside, '-w', `packages/${name}`],
    {
      cwd: repository,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const prefix = name === 'ashlar' ? /^ashlar-\d/ : new RegExp(`^ashlar-${name}-\\d`);
  const file = readdirSync(outside).find((entry) => prefix.test(entry));
  if (!file) throw new Error(`npm pack left no tarball for ${name} in ${outside}`);
  return join(outside, file);
}

function useAsStranger(tarballs: string[]): void {
  const app = join(outside, 'app');
  mkdirSync(join(app, 'shop'), { recursive: true });
  writeFileSync(join(app, 'package.json'), '{"name":"stranger","private":true,"type":"module"}\n');
  writeFileSync(
    join(app, 'shop/orders.ts'),
    "import { tax } from './tax.ts';\nexport const total = () => tax;\n",
  );
  writeFileSync(join(app, 'shop/tax.ts'), 'export const tax = 1;\n');
  check(
    'the tarballs install in an empty folder',
    run('npm', ['install', '--silent', ...tarballs], app),
  );
  for (const name of packages) {
    const specifier = name === 'ashlar' ? 'ashlar' : `@ashlar/${name}`;
    const script = `const m = await import('${specifier}'); if (Object.keys(m).length === 0) throw new Error('no exports')`;
    check(`${specifier} imports there`, run('node', ['--input-type=module', '-e', script], app));
  }
  const ashlar = join(app, 'node_modules/ashlar/dist/bin.js');
  check('ashlar --version runs there', run('node', [ashlar, '--version'], app));
  check(
    'ashlar analyze runs there',
    run('node', [ashlar, 'analyze', 'shop', '--json', 'analysis.json'], app),
  );
}

try {
  const tarballs = packages.map(pack);
  for (const [index, tarball] of tarballs.entries()) {
    const name = packages[index];
    check(`publint ${name}`, run('publint', ['run', tarball, '--strict'], repository));
    check(`attw ${name}`, run('attw', [tarball, '--profile', 'esm-only'], repository));
  }
  useAsStranger(tarballs);
} finally {
  rmSync(outside, { recursive: true, force: true });
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed > 0 ? 1 : 0;
