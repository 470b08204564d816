import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Facts, Site } from '../model/analysis.ts';
import { isMigration } from '../model/migrations.ts';
import type { Practice, PracticeName } from '../model/practices.ts';

/** Files and folders that show how a repository is built and delivered, at the analysed folder or above. */
const INTEGRATION = [
  ['.github/workflows', '.gitlab-ci.yml', '.circleci', '.buildkite', 'Jenkinsfile'],
  ['azure-pipelines.yml', 'bitbucket-pipelines.yml', '.travis.yml', '.drone.yml', '.ci'],
].flat();
const DEPLOYMENT = [
  ['Dockerfile', 'docker-compose.yml', 'docker-compose.yaml', 'compose.yml', 'compose.yaml'],
  ['docker', 'helm', 'charts', 'k8s', 'kubernetes', 'terraform', 'infra', 'deploy'],
  [
    'Procfile',
    'fly.toml',
    'render.yaml',
    'app.yaml',
    'serverless.yml',
    'vercel.json',
    'sst.config.ts',
  ],
].flat();

/** Packages that send traces or metrics of the running program. */
const TRACING =
  /^(?:@opentelemetry\/|dd-trace$|newrelic$|elastic-apm-node$|applicationinsights$|@sentry\/(?:node|nestjs)$|@google-cloud\/trace-agent$)/;
const METRICS =
  /^(?:prom-client$|@opentelemetry\/sdk-metrics$|hot-shots$|node-statsd$|express-prom-bundle$|@willsoto\/nestjs-prometheus$|fastify-metrics$|dd-trace$|newrelic$)/;
const HEALTH =
  /(?:^|\/)(?:_?health(?:z|check|-check)?|_?live(?:ness|z)?|_?ready(?:z)?|readiness|ping|status)$/i;

/** What the repository around a folder shows of tests, delivery and observation. */
export function readPractices(root: string, facts: Facts): Practice[] {
  const folders = foldersUp(root);
  const whole = folders.some((folder) => existsSync(join(folder, '.git')));
  const place = (folder: string, name: string): Site => ({
    file: relative(root, join(folder, name)).replaceAll('\\', '/'),
    line: 1,
  });
  const existing = (names: readonly string[]): Site[] =>
    folders.flatMap((folder) =>
      names.filter((name) => existsSync(join(folder, name))).map((name) => place(folder, name)),
    );
  const depends = (wanted: RegExp): Site[] =>
    folders.flatMap((folder) => dependencySites(folder, wanted, place(folder, 'package.json')));
  // Outside of a repository, what was not seen may well lie elsewhere.
  const practice = (name: PracticeName, sites: Site[], sure = whole): Practice => ({
    name,
    found: sites.length > 0 ? true : sure ? false : null,
    sites: sites.slice(0, MOST_SITES),
  });
  return [
    practice('continuous-integration', existing(INTEGRATION)),
    practice('tests', testFiles(facts)),
    practice('migrations', migrations(facts, folders, place)),
    practice('deployment', existing(DEPLOYMENT)),
    practice('tracing', depends(TRACING)),
    practice('metrics', depends(METRICS)),
    practice('health-check', healthRoutes(facts), facts.routes.length > 0),
  ];
}

const MOST_SITES = 5;
const MOST_FOLDERS = 8;

/** The folder and those above it, up to the root of the repository; only the folder where there is none. */
function foldersUp(root: string): string[] {
  const folders = [root];
  for (let at = root; folders.length < MOST_FOLDERS && !existsSync(join(at, '.git')); ) {
    const above = dirname(at);
    if (above === at) return [root];
    folders.push(above);
    at = above;
  }
  return existsSync(join(folders.at(-1) ?? root, '.git')) ? folders : [root];
}

function dependencySites(folder: string, wanted: RegExp, site: Site): Site[] {
  let text: string;
  try {
    text = readFileSync(join(folder, 'package.json'), 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line, i) => {
    const name = /^\s*"([^"]+)"\s*:\s*"/.exec(line)?.[1];
    return name !== undefined && wanted.test(name) ? [{ ...site, line: i + 1 }] : [];
  });
}

/** A file of tests, or a folder of them: folders that are left out as a whole are listed once. */
const TESTS =
  /\.(?:test|spec|e2e-spec|cy)\.[cm]?[jt]sx?$|(?:^|\/)(?:__tests__|tests?|specs?|e2e|integration-tests)(?:\/|$)/;

const testFiles = ({ stats }: Facts): Site[] =>
  stats.excluded
    .filter(({ path }) => TESTS.test(path))
    .map(({ path }) => ({ file: path, line: 1 }));

function migrations(
  { files }: Facts,
  folders: readonly string[],
  place: (folder: string, name: string) => Site,
): Site[] {
  const own = files
    .filter(({ path }) => isMigration(path))
    .map(({ path }) => ({ file: path, line: 1 }));
  if (own.length > 0) return own;
  return folders.flatMap((folder) =>
    ['migrations', 'prisma/migrations', 'db/migrations', 'drizzle', 'supabase/migrations']
      .filter((name) => isFilled(join(folder, name)))
      .map((name) => place(folder, name)),
  );
}

function isFilled(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false;
  }
}

const healthRoutes = ({ routes }: Facts): Site[] =>
  routes.filter(({ path }) => HEALTH.test(path)).map(({ file, line }) => ({ file, line }));
