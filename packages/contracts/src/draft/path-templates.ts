import { byCodeUnit, isArray, isObject, type JsonValue } from '../pact/lossless-json.ts';
import { isSlug, type SegmentForm, segmentForm } from './segments.ts';

/** What is known of one request and its answer when its path is to become a template. */
export interface ObservedPath {
  readonly method: string;
  /** Decoded, without the empty text before the first slash. */
  readonly segments: readonly string[];
  readonly status: number;
  /** Of the answer, when it was JSON. */
  readonly body: JsonValue | undefined;
}

export interface PathParameter {
  readonly name: string;
  /** Position among the segments. */
  readonly at: number;
  readonly form: SegmentForm | 'slug';
  /** How many different values were seen. */
  readonly distinct: number;
  /** The evidence, as a sentence. */
  readonly because: string;
}

export interface PathTemplate {
  /** As OpenAPI writes it: `/orders/{orderId}`; literal segments are percent-encoded. */
  readonly path: string;
  readonly parameters: readonly PathParameter[];
}

/**
 * Templates by evidence, aligned with what was observed: a segment is a parameter if its form says so
 * (numbers, UUIDs, codes), if the answer repeats it as a field, or if many different words at one place
 * lead to answers of one shape. What is called `id` in an address counts for nothing.
 */
export function inferTemplates(observed: readonly ObservedPath[]): readonly PathTemplate[] {
  const templates = observed.map((): Step[] => []);
  walk(
    observed.map((one, index) => ({ one, index })),
    0,
    templates,
  );
  return templates.map(asTemplate);
}

type Step =
  | { readonly literal: string }
  | { readonly parameter: Omit<PathParameter, 'name'> & { field: string | undefined } };

interface Indexed {
  readonly one: ObservedPath;
  readonly index: number;
}

function walk(all: readonly Indexed[], depth: number, templates: readonly Step[][]): void {
  const group = all.filter(({ one }) => depth < one.segments.length);
  if (group.length === 0) return;
  const values = Map.groupBy(group, ({ one }) => one.segments[depth] ?? '');
  const { parameters, literals } = split(values, depth);
  for (const { members, form, because } of parameters) {
    const field = echoedField(members, depth);
    const distinct = new Set(members.map(({ one }) => one.segments[depth])).size;
    const parameter = {
      at: depth,
      form,
      distinct,
      because: saying(because, field, distinct),
      field,
    };
    for (const { index } of members) templates[index]?.push({ parameter });
    walk(members, depth + 1, templates);
  }
  for (const [literal, members] of literals) {
    for (const { index } of members) templates[index]?.push({ literal });
    walk(members, depth + 1, templates);
  }
}

interface Split {
  readonly parameters: readonly {
    readonly members: readonly Indexed[];
    readonly form: SegmentForm | 'slug';
    readonly because: string;
  }[];
  readonly literals: ReadonlyMap<string, readonly Indexed[]>;
}

/** Sorts the values of one place into parameters and literal names. */
function split(values: ReadonlyMap<string, readonly Indexed[]>, depth: number): Split {
  const strong = new Map<string, readonly Indexed[]>();
  const weak = new Map<string, readonly Indexed[]>();
  for (const [value, members] of values) {
    (segmentForm(value) === undefined ? weak : strong).set(value, members);
  }
  if (isConstant(strong, weak, depth)) return { parameters: [], literals: values };
  const clusters = slugClusters(weak, depth);
  const slugs = new Set(clusters.flatMap(({ values: some }) => some));
  const strongMembers = [...strong.values()].flat();
  const open = [...strongMembers, ...clusters.flatMap(({ members }) => members)];
  const ways = new Set(open.map(({ one }) => wayOf(one, depth)));
  const stray = [...weak].filter(
    ([value, members]) =>
      !slugs.has(value) &&
      members.every(
        ({ one }) => one.status >= 400 && one.status < 500 && ways.has(wayOf(one, depth)),
      ),
  );
  const strays = new Set(stray.map(([value]) => value));
  const literals = new Map([...weak].filter(([value]) => !slugs.has(value) && !strays.has(value)));
  const strayMembers = stray.flatMap(([, members]) => members);
  const parameters = joined(strong, clusters, depth);
  const [head, ...rest] = parameters;
  if (head === undefined) return { parameters, literals };
  const closest =
    parameters.length === 1 ? head : (parameters.find(({ form }) => form === 'slug') ?? head);
  return {
    parameters: [head, ...rest].map((one) =>
      one === closest ? withStrays(one, strayMembers) : one,
    ),
    literals,
  };
}

/** Refused values of another form (`/orders/abc`, 400) are no reason for an operation of their own. */
function withStrays(
  parameter: Split['parameters'][number],
  strays: readonly Indexed[],
): Split['parameters'][number] {
  if (strays.length === 0) return parameter;
  const { members, form, because } = parameter;
  return {
    members: [...members, ...strays],
    form: form === 'slug' ? form : 'opaque',
    because: `${because}; other values were refused`,
  };
}

/** `/api/2/…`: one small number that everything goes through names a version, not a thing. */
function isConstant(
  strong: ReadonlyMap<string, readonly Indexed[]>,
  weak: ReadonlyMap<string, unknown>,
  depth: number,
): boolean {
  const [only, ...others] = strong;
  if (only === undefined || others.length > 0 || weak.size > 0) return false;
  const [value, members] = only;
  if (!/^\d{1,2}$/.test(value)) return false;
  return new Set(members.map(({ one }) => one.segments[depth + 1])).size >= 3;
}

interface Cluster {
  readonly values: readonly string[];
  readonly members: readonly Indexed[];
  readonly because: string;
}

const FEW = 3;
const MANY_WORDS = 8;
const MOST_REPEATS = 20;

/** Words that are values: together they lead to answers of one shape, and something else speaks for it. */
function slugClusters(
  weak: ReadonlyMap<string, readonly Indexed[]>,
  depth: number,
): readonly Cluster[] {
  const profiles = [...weak].map(([value, members]) => ({
    value,
    members,
    profile: profileOf(members, depth),
  }));
  const clusters: (typeof profiles)[] = [];
  for (const one of profiles) {
    const home = clusters.find((cluster) =>
      cluster.some((other) => alike(one.profile, other.profile)),
    );
    if (home === undefined) clusters.push([one]);
    else home.push(one);
  }
  return clusters.flatMap((cluster) => {
    const values = cluster.map(({ value }) => value);
    const members = cluster.flatMap((one) => one.members);
    const because = evidenceForSlugs(values, members, depth);
    return because === undefined ? [] : [{ values, members, because }];
  });
}

function evidenceForSlugs(
  values: readonly string[],
  members: readonly Indexed[],
  depth: number,
): string | undefined {
  const echoing = values.filter((value) =>
    members.some(({ one }) => one.segments[depth] === value && echoes(one, depth).length > 0),
  );
  if (echoing.length >= 2) return `${values.length} words with answers of one shape`;
  const repeats = members.length / values.length;
  const slugs = values.filter(isSlug).length;
  const many = values.length >= MANY_WORDS || (values.length >= FEW && slugs * 2 >= values.length);
  if (!many || repeats > MOST_REPEATS) return undefined;
  return `${values.length} different words with answers of one shape`;
}

/** Names of fields by what is asked, to the third level: how alike two answers are. */
type Profile = ReadonlyMap<string, ReadonlySet<string>>;

function profileOf(members: readonly Indexed[], depth: number): Profile {
  const profile = new Map<string, Set<string>>();
  for (const { one } of members) {
    if (one.status < 200 || one.status >= 300 || one.body === undefined) continue;
    const names = fieldNames(one.body);
    if (names === undefined || names.length < 2) continue;
    const key = `${wayOf(one, depth)} ${isArray(one.body) ? 'array' : 'object'}`;
    const known = profile.get(key) ?? new Set();
    profile.set(key, known);
    for (const name of names) known.add(name);
  }
  return profile;
}

/** What follows the place, with values blanked. */
function wayOf({ method, segments }: ObservedPath, depth: number): string {
  const rest = segments
    .slice(depth + 1)
    .map((one) => (segmentForm(one) === undefined ? one : '{}'));
  return `${method} ${rest.join('/')}`;
}

/** Undefined if an empty list keeps the shape a secret: `[]`, or the envelope of a page without entries. */
function fieldNames(value: JsonValue): readonly string[] | undefined {
  if (isArray(value) && value.length === 0) return undefined;
  const names = namesWithin(value, '', 3);
  const empty =
    isObject(value) && Object.values(value).some((one) => isArray(one) && one.length === 0);
  return empty && names.length < SMALL_ENVELOPE ? undefined : names;
}

const SMALL_ENVELOPE = 4;

function namesWithin(value: JsonValue, at: string, levels: number): readonly string[] {
  if (isArray(value)) return value[0] === undefined ? [] : namesWithin(value[0], `${at}[]`, levels);
  if (!isObject(value) || levels === 0) return [];
  return Object.entries(value).flatMap(([name, member]) => [
    `${at}.${name}`,
    ...namesWithin(member, `${at}.${name}`, levels - 1),
  ]);
}

const ALIKE = 0.7;

function alike(a: Profile, b: Profile): boolean {
  for (const [key, names] of a) {
    const others = b.get(key);
    if (others === undefined) continue;
    const both = [...names].filter((name) => others.has(name)).length;
    if (both / (names.size + others.size - both) >= ALIKE) return true;
  }
  return false;
}

/** Values that identify the same kind of thing are one parameter; different forms alone divide nothing. */
function joined(
  strong: ReadonlyMap<string, readonly Indexed[]>,
  clusters: readonly Cluster[],
  depth: number,
): Split['parameters'] {
  const members = [...strong.values()].flat();
  if (members.length === 0) {
    return clusters.map((one) => ({ members: one.members, form: 'slug', because: one.because }));
  }
  const forms = [...new Set([...strong.keys()].map((value) => segmentForm(value) ?? 'opaque'))];
  const form = forms.length === 1 ? (forms[0] ?? 'opaque') : 'opaque';
  const because = `by its form: ${forms.sort().join(', ')}`;
  const profile = profileOf(members, depth);
  const same = clusters.filter((one) => alike(profile, profileOf(one.members, depth)));
  const apart = clusters.filter((one) => !same.includes(one));
  return [
    same.length === 0
      ? { members, form, because }
      : {
          members: [...members, ...same.flatMap((one) => one.members)],
          form: 'slug' as const,
          because: `${because}; ${same.map((one) => one.because).join('; ')}`,
        },
    ...apart.map((one) => ({ members: one.members, form: 'slug' as const, because: one.because })),
  ];
}

/** Names of top-level fields (or one level inside an envelope) that repeat the segment. */
function echoes({ segments, status, body }: ObservedPath, depth: number): readonly string[] {
  const value = segments[depth];
  if (status < 200 || status >= 300 || body === undefined || !isObject(body)) return [];
  const names = Object.entries(body).flatMap(([name, member]) => {
    if (typeof member === 'string' || typeof member === 'number') {
      return String(member) === value ? [name] : [];
    }
    if (!isObject(member)) return [];
    return Object.entries(member).flatMap(([inner, leaf]) =>
      (typeof leaf === 'string' || typeof leaf === 'number') && String(leaf) === value
        ? [inner]
        : [],
    );
  });
  return [...new Set(names)];
}

function echoedField(members: readonly Indexed[], depth: number): string | undefined {
  const counts = new Map<string, number>();
  for (const { one } of members) {
    for (const name of echoes(one, depth)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const [best] = [...counts].sort(
    ([a, m], [b, n]) => n - m || a.length - b.length || byCodeUnit(a, b),
  );
  return best?.[0];
}

function saying(because: string, field: string | undefined, distinct: number): string {
  const echo = field === undefined ? '' : `; the answer repeats it as "${field}"`;
  return `${because}${echo}; ${distinct} different`;
}

function asTemplate(steps: readonly Step[]): PathTemplate {
  const parameters: PathParameter[] = [];
  const parts = steps.map((step, at) => {
    if ('literal' in step) return encodeSegment(step.literal);
    const name = free(nameFor(steps, at), parameters);
    const { field: _field, ...parameter } = step.parameter;
    parameters.push({ name, ...parameter });
    return `{${name}}`;
  });
  return { path: `/${parts.join('/')}`, parameters };
}

function nameFor(steps: readonly Step[], at: number): string {
  const step = steps[at];
  const field = step !== undefined && 'parameter' in step ? step.parameter.field : undefined;
  if (field !== undefined && field.toLowerCase() !== 'id' && /^[A-Za-z]\w*$/.test(field))
    return field;
  const before = steps.slice(0, at).findLast((one) => 'literal' in one);
  const word = before === undefined ? '' : singular(camelCase(before.literal));
  const slug = step !== undefined && 'parameter' in step && step.parameter.form === 'slug';
  if (word === '') return slug ? 'slug' : 'id';
  return slug ? word : `${word}Id`;
}

function camelCase(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const joinedWords = words
    .map((word, index) =>
      index === 0 ? word.toLowerCase() : word[0]?.toUpperCase() + word.slice(1),
    )
    .join('');
  return /^[a-z]/.test(joinedWords) ? joinedWords : '';
}

function singular(word: string): string {
  if (/(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:sses|shes|ches|xes)$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

function free(name: string, taken: readonly PathParameter[]): string {
  let candidate = name;
  for (let n = 2; taken.some((one) => one.name === candidate); n++) candidate = `${name}${n}`;
  return candidate;
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(
    /%(?:3A|40|24|2C|2B|3D|3B|21|27|28|29|2A)/g,
    decodeURIComponent,
  );
}
