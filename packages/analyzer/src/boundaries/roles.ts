import type { Facts, FileRole, Reason } from '../model/analysis.ts';
import { isMigration } from '../model/migrations.ts';
import { oneOffFiles } from '../model/one-off.ts';
import { FRONT_END_REASON } from '../model/roles.ts';
import type { Steering } from '../model/steering.ts';
import { besideTheProduct } from './beside-the-product.ts';
import { findFrontEnd } from './front-end.ts';
import { matcher } from './globs.ts';
import type { Neighbours } from './neighbours.ts';
import { ownWords } from './own-words.ts';
import { type PartView, partView } from './part-view.ts';
import { findShell } from './shell.ts';
import { translations } from './translations.ts';
import { type BusinessSpeech, inLibraryFolder } from './vocabulary.ts';

export interface RoleOf {
  role: Exclude<FileRole, 'domain'>;
  because: Reason[];
}

export interface RoleInput {
  speech: BusinessSpeech;
  steering: Steering;
  /** Roles by what lies around a file, see `rolesByPlace`. */
  places: ReadonlyMap<string, RoleOf>;
  /** Roles that are settled already. */
  known: ReadonlyMap<string, RoleOf>;
}

const LIBRARY_SHARE = 0.5;
const FEWEST_PARTS = 3;
/** No single part may account for more than this share of a library's users. */
const MAIN_USER_SHARE = 0.6;

/**
 * Which files belong to no domain. A *library* touches no table and is used by most parts, or speaks
 * of no business, needs no domain and is used by two sides, or holds texts in a language. *Shell* is the entry wiring
 * (`findShell`), a front end, and what is no part of the product that runs.
 *
 * @param partOf part of each file by path in a first partition
 */
export function findRoles(
  facts: Facts,
  around: Neighbours,
  partOf: ReadonlyMap<string, number>,
  { speech, steering, known, places }: RoleInput,
): Map<string, RoleOf> {
  const view = partView(partOf, ownWords(facts));
  const roles = new Map(known);
  fromSteering(facts, steering, roles);
  const pinned = matcher([
    ...Object.values(steering.domains ?? {}).flatMap((wish) => wish.files ?? []),
    ...(steering.mustLink ?? []).flat(),
    ...(steering.cannotLink ?? []).flat(),
  ]);
  const open = facts.files.map(({ path }) => path).filter((path) => !pinned(path));
  const oneOff = oneOffFiles(facts);
  for (const path of open) {
    if (!roles.has(path) && isMigration(path)) roles.set(path, setAside(path, MIGRATION_REASON));
    if (!roles.has(path) && oneOff.has(path)) roles.set(path, setAside(path, ONE_OFF_REASON));
  }
  const clients = findFrontEnd(facts, around);
  const serving = new Set(facts.routes.map((route) => route.handler?.file ?? route.file));
  for (const path of open) {
    const place = places.get(path);
    if (!roles.has(path) && place !== undefined) roles.set(path, place);
  }
  for (const path of open) {
    if (!roles.has(path) && clients.has(path)) roles.set(path, setAside(path, FRONT_END_REASON));
  }
  for (const [path, parts] of findShell(
    open
      .filter((one) => !roles.has(one) || roles.get(one)?.role === 'shell')
      .filter((one) => !isMigration(one) && !clients.has(one))
      // What answers requests under a name of the business is its controller, however far it reaches.
      .filter((one) => !(serving.has(one) && speech.nameSpeaks(one))),
    around,
    view,
    // Where nobody knows the business, any file may be called by it.
    speech.known ? speech.speaksCommonly : () => true,
  )) {
    if (roles.has(path)) continue;
    const text =
      parts >= FEWEST_PARTS
        ? `it reaches into ${parts} of ${view.parts} parts and only wiring uses it`
        : 'it starts the wiring';
    roles.set(path, { role: 'shell', because: [{ text, sites: [{ file: path, line: 1 }] }] });
  }
  for (let changed = true; changed; ) {
    changed = false;
    for (const path of open) {
      const found = roles.has(path)
        ? undefined
        : (libraryRole(path, around, view, roles) ??
          (speech.speaks(path) ? undefined : servantRole(path, around, view, roles)) ??
          (serving.has(path) ? undefined : plainRole(path, around, { partOf, speech, roles })));
      if (found === undefined) continue;
      roles.set(path, found);
      changed = true;
    }
  }
  return roles;
}

/** Texts in several languages, and what lies beside the product: neither depends on any partition. */
export function rolesByPlace(facts: Facts, around: Neighbours): Map<string, RoleOf> {
  const serving = new Set(facts.routes.map((route) => route.handler?.file ?? route.file));
  const roles = new Map<string, RoleOf>();
  for (const [path, text] of translations(facts.files.map((file) => file.path)))
    if (!serving.has(path) && !around.touchesTables.has(path))
      roles.set(path, { ...setAside(path, text), role: 'library' });
  for (const [path, text] of besideTheProduct(facts)) roles.set(path, setAside(path, text));
  return roles;
}

const MIGRATION_REASON = 'a step in the history of the schema, not code that works on its tables';

const ONE_OFF_REASON = 'somebody starts it by hand: a script or a seed, no part of what runs';

const setAside = (path: string, text: string): RoleOf => ({
  role: 'shell',
  because: [{ text, sites: [{ file: path, line: 1 }] }],
});

function fromSteering(facts: Facts, steering: Steering, roles: Map<string, RoleOf>): void {
  const isLibrary = matcher(steering.libraries);
  const isShell = matcher(steering.shell);
  for (const { path } of facts.files) {
    const role = isLibrary(path) ? 'library' : isShell(path) ? 'shell' : undefined;
    if (role)
      roles.set(path, { role, because: [{ text: `ashlar.yaml says it is ${role}`, sites: [] }] });
  }
}

/** What only libraries and wiring use, and what itself needs no domain, serves them and no domain. */
function servantRole(
  path: string,
  around: Neighbours,
  view: PartView,
  roles: ReadonlyMap<string, RoleOf>,
): RoleOf | undefined {
  if (around.touchesTables.has(path) || view.speaksOfPart(path)) return undefined;
  const users = [...(around.users.get(path) ?? [])].map((user) => roles.get(user)?.role);
  if (users.length === 0 || users.some((role) => role === undefined)) return undefined;
  if ([...(around.uses.get(path) ?? [])].some((used) => !roles.has(used))) return undefined;
  const role = users.includes('library') || inLibraryFolder(path) ? 'library' : 'shell';
  const text =
    role === 'library'
      ? 'only libraries and wiring use it, and it needs no domain'
      : 'only wiring uses it, and it needs no domain';
  return { role, because: [{ text, sites: around.sites.get(path) ?? [] }] };
}

interface PlainInput {
  partOf: ReadonlyMap<string, number>;
  speech: BusinessSpeech;
  roles: ReadonlyMap<string, RoleOf>;
}

const FEWEST_SIDES = 2;

/**
 * A file that speaks of no business and needs no domain is a library as soon as two sides use it:
 * two parts, or a part beside wiring or another library. Where nobody knows
 * what the business is, nothing is concluded.
 */
function plainRole(path: string, around: Neighbours, input: PlainInput): RoleOf | undefined {
  const { partOf, speech, roles } = input;
  if (!speech.known || around.touchesTables.has(path)) return undefined;
  if (speech.speaks(path)) return undefined;
  if ([...(around.runs.get(path) ?? [])].some((used) => roles.get(used)?.role !== 'library'))
    return undefined;
  const users = [...(around.users.get(path) ?? [])];
  const sides = new Set(users.map((user) => roles.get(user)?.role ?? partOf.get(user)));
  sides.delete(undefined);
  if (sides.size < FEWEST_SIDES) return undefined;
  const text = `${users.length} files of ${sides.size} sides use it, it needs no domain, and its name says nothing of the business`;
  return { role: 'library', because: [{ text, sites: around.sites.get(path) ?? [] }] };
}

function libraryRole(
  path: string,
  around: Neighbours,
  view: PartView,
  roles: ReadonlyMap<string, RoleOf>,
): RoleOf | undefined {
  if (around.hostsTables.has(path)) return undefined;
  if (view.speaksOfPart(path)) return undefined;
  const all = [...(around.users.get(path) ?? [])];
  const users = all.filter((user) => roles.get(user)?.role !== 'shell');
  const sites = around.sites.get(path) ?? [];
  const counts = view.partsOf(users);
  if (counts.size < Math.max(FEWEST_PARTS, view.parts * LIBRARY_SHARE)) return undefined;
  if (Math.max(...counts.values()) > users.length * MAIN_USER_SHARE) return undefined;
  const text = `${users.length} files in ${counts.size} of ${view.parts} parts use it, and ${around.touchesTables.has(path) ? 'others work more on the tables it touches' : 'it touches no table'}`;
  return { role: 'library', because: [{ text, sites }] };
}
