import { type Fields, isBlank, isFields, Problems } from '../http/validate.ts';
import { findEnvironmentByName } from '../store/environments.ts';
import type { Session } from '../store/session.ts';
import type { Selector } from './selector.ts';

/** What a provider build asks for before it verifies. */
export interface VerificationRequest {
  readonly branch: string | undefined;
  readonly tags: readonly string[];
  readonly selectors: readonly Selector[];
  readonly includePending: boolean;
  /** Work in progress published since this time is wanted too. ISO 8601. */
  readonly wipSince: string | undefined;
}

const BRANCH_KEYS = [
  'branch',
  'fallbackBranch',
  'fallbackTag',
  'latest',
  'mainBranch',
  'matchingBranch',
  'tag',
] as const;
const ENVIRONMENT_KEYS = ['deployed', 'deployedOrReleased', 'environment', 'released'] as const;
const FLAGS = [
  'mainBranch',
  'matchingBranch',
  'deployed',
  'released',
  'deployedOrReleased',
] as const;
const TEXTS = ['tag', 'fallbackTag', 'fallbackBranch', 'consumer', 'environment'] as const;

/** Reads the body of a request for pacts. Throws a 400 that names every problem. */
export async function readVerificationRequest(
  s: Session,
  body: unknown,
): Promise<VerificationRequest> {
  const fields: Fields = isFields(body) ? body : {};
  const problems = new Problems();
  const branch = readBranch(fields, problems);
  const tags = readTags(fields, problems);
  const pending = fields.includePendingStatus;
  if (pending !== undefined && typeof pending !== 'boolean') {
    problems.add('includePendingStatus', 'must be one of: true, false');
  }
  const wipSince = readDate(fields, problems);
  const given = fields.consumerVersionSelectors;
  const list: readonly unknown[] = Array.isArray(given) ? given : [];
  if (given !== undefined && !Array.isArray(given)) {
    problems.add('consumerVersionSelectors', 'must be an array');
  }
  const selectors: Selector[] = [];
  for (const [index, item] of list.entries()) {
    const texts = isFields(item) ? await selectorProblems(s, item, branch) : ['must be a hash'];
    for (const text of texts)
      problems.add('consumerVersionSelectors', `${text} (at index ${index})`);
    if (isFields(item) && texts.length === 0) selectors.push(...toSelectors(item, branch));
  }
  problems.raise();
  return {
    branch,
    tags,
    selectors,
    includePending: pending === undefined || pending === true,
    wipSince,
  };
}

function readBranch(fields: Fields, problems: Problems): string | undefined {
  const branch = fields.providerVersionBranch;
  if (branch === undefined || branch === null) return undefined;
  if (typeof branch !== 'string') {
    return void problems.add('providerVersionBranch', 'must be a string');
  }
  if (branch !== '' && isBlank(branch)) problems.add('providerVersionBranch', 'cannot be blank');
  const tags = fields.providerVersionTags;
  const anyTags = Array.isArray(tags) && tags.length > 0;
  const needed = fields.includePendingStatus === true || fields.includeWipPactsSince !== undefined;
  if (branch === '' && needed && !anyTags) {
    problems.add(
      'providerVersionBranch',
      'when pending or WIP pacts are enabled and there are no tags provided, the provider version branch must not be an empty string, as it is used in the calculations for WIP/pending. A value must be provided (recommended), or it must not be set at all.',
    );
  }
  return branch;
}

function readTags(fields: Fields, problems: Problems): string[] {
  const tags = fields.providerVersionTags;
  if (tags === undefined || tags === null) return [];
  if (typeof tags === 'string') return [tags];
  if (!Array.isArray(tags)) {
    problems.add('providerVersionTags', 'must be an array');
    return [];
  }
  return tags.filter((tag) => typeof tag === 'string');
}

function readDate(fields: Fields, problems: Problems): string | undefined {
  const since = fields.includeWipPactsSince;
  if (since === undefined) return undefined;
  const time = typeof since === 'string' ? Date.parse(since) : Number.NaN;
  if (Number.isNaN(time)) return void problems.add('includeWipPactsSince', 'must be a date');
  return new Date(time).toISOString();
}

async function selectorProblems(
  s: Session,
  item: Fields,
  providerBranch: string | undefined,
): Promise<string[]> {
  const shape = shapeProblems(item);
  if (shape.length > 0) return shape;
  const texts = ruleProblems(item, providerBranch);
  const { environment } = item;
  if (typeof environment === 'string') {
    const known = await findEnvironmentByName(s, environment);
    if (known === undefined) texts.push(`environment with name '${environment}' does not exist`);
  }
  return texts;
}

function shapeProblems(item: Fields): string[] {
  const texts: string[] = [];
  for (const key of FLAGS) {
    if (item[key] !== undefined && item[key] !== true) texts.push(`${key} must be one of: true`);
  }
  for (const key of TEXTS) {
    const value = item[key];
    if (value === undefined) continue;
    if (value === null || value === '') texts.push(`${key} must be filled`);
    else if (typeof value !== 'string') texts.push(`${key} must be a string`);
    else if (key === 'consumer' && isBlank(value)) texts.push('consumer cannot be blank');
  }
  const { latest, branch } = item;
  if (latest !== undefined && typeof latest !== 'boolean') {
    texts.push('latest must be one of: true, false');
  }
  if (branch === null || branch === '') texts.push('branch must be filled');
  else if (branch !== undefined && branch !== true && typeof branch !== 'string') {
    texts.push('branch must be a string or must be equal to true');
  }
  return texts;
}

const BLANKABLE = ['tag', 'branch', 'environment'] as const;

function ruleProblems(item: Fields, providerBranch: string | undefined): string[] {
  const texts: string[] = [];
  const given = (key: string) => item[key] !== undefined;
  const filled = (key: string) =>
    given(key) && !(typeof item[key] === 'string' && isBlank(item[key]));
  const others = (...allowed: string[]) =>
    [...BRANCH_KEYS, ...ENVIRONMENT_KEYS].some((key) => given(key) && !allowed.includes(key));
  const rule = (broken: boolean, text: string): void => {
    if (broken) texts.push(text);
  };
  const flags = [...FLAGS, 'latest'].some((key) => item[key] === true);
  rule(
    !flags && !BLANKABLE.some(filled),
    'must specify a value for environment or tag or branch, or specify mainBranch=true, matchingBranch=true, latest=true, deployed=true, released=true or deployedOrReleased=true',
  );
  rule(
    given('mainBranch') && others('mainBranch', 'latest'),
    'cannot specify mainBranch=true with any other criteria apart from consumer',
  );
  rule(
    given('mainBranch') && item.latest === false,
    'cannot specify mainBranch=true with latest=false',
  );
  rule(
    given('matchingBranch') && others('matchingBranch'),
    'cannot specify matchingBranch=true with any other criteria apart from consumer',
  );
  rule(
    given('matchingBranch') && (providerBranch === undefined || isBlank(providerBranch)),
    'the providerVersionBranch must be specified when the selector matchingBranch=true is used',
  );
  rule(given('tag') && given('branch'), 'cannot specify both a tag and a branch');
  rule(mixed(item) !== undefined, mixed(item) ?? '');
  rule(
    given('fallbackTag') && item.latest !== true,
    'fallbackTag can only be set if latest is true',
  );
  rule(
    given('fallbackTag') && !given('tag'),
    'a tag must be specified when a fallbackTag is specified',
  );
  rule(
    given('fallbackBranch') && !given('branch'),
    'a branch must be specified when a fallbackBranch is specified',
  );
  rule(
    given('fallbackBranch') && item.latest === false,
    'fallbackBranch can only be set if latest is true',
  );
  rule(given('branch') && item.latest === false, 'cannot specify a branch with latest=false');
  const pairs = [
    ['deployed', 'released'],
    ['deployed', 'deployedOrReleased'],
    ['released', 'deployedOrReleased'],
  ] as const;
  for (const [a, b] of pairs) {
    rule(given(a) && given(b), `cannot specify both ${a}=true and ${b}=true`);
  }
  return texts;
}

/** Fields about branches and fields about environments do not go together. */
function mixed(item: Fields): string | undefined {
  const branchKeys = BRANCH_KEYS.filter((key) => item[key] !== undefined);
  const environmentKeys = ENVIRONMENT_KEYS.filter((key) => item[key] !== undefined);
  if (branchKeys.length === 0 || environmentKeys.length === 0) return undefined;
  const fields = (keys: readonly string[]) =>
    `${keys.length === 1 ? 'field' : 'fields'} ${keys.join('/')}`;
  return `cannot specify the ${fields(branchKeys)} with the ${fields(environmentKeys)}`;
}

/** One selector as given stands for one or two (deployed or released) plain ones. */
function toSelectors(item: Fields, providerBranch: string | undefined): Selector[] {
  const consumer = typeof item.consumer === 'string' ? { consumer: item.consumer } : {};
  const environment = typeof item.environment === 'string' ? { environment: item.environment } : {};
  if (item.mainBranch === true) return [{ ...consumer, mainBranch: true, latest: true }];
  if (item.matchingBranch === true) {
    return [{ ...consumer, branch: providerBranch ?? '', latest: true }];
  }
  if (item.deployedOrReleased === true) {
    return [
      { ...consumer, ...environment, deployed: true },
      { ...consumer, ...environment, released: true },
    ];
  }
  if (item.deployed === true) return [{ ...consumer, ...environment, deployed: true }];
  if (item.released === true) return [{ ...consumer, ...environment, released: true }];
  const text = (key: 'tag' | 'fallbackTag' | 'fallbackBranch') =>
    typeof item[key] === 'string' ? { [key]: item[key] } : {};
  const branch = item.branch;
  const branchPart = branch === true || typeof branch === 'string' ? { branch, latest: true } : {};
  return [
    {
      ...consumer,
      ...environment,
      ...(item.latest === true ? { latest: true } : {}),
      ...branchPart,
      ...text('tag'),
      ...text('fallbackTag'),
      ...text('fallbackBranch'),
    } as Selector,
  ];
}
