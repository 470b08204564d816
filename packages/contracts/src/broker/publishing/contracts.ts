import { type Fields, isFields, Problems, textField } from '../http/validate.ts';
import { type JsonObject, type JsonValue, parseJson } from '../json/lossless.ts';
import { participantName } from './content.ts';

/** One contract of a publication, checked and decoded. */
export interface ContractToPublish {
  readonly provider: string;
  readonly content: JsonObject;
  readonly merge: boolean;
}

/** A publication of contracts by one version of an application. */
export interface ContractsToPublish {
  readonly pacticipant: string;
  readonly version: string;
  readonly branch: string | undefined;
  readonly tags: readonly string[];
  readonly buildUrl: string | undefined;
  readonly contracts: readonly ContractToPublish[];
}

const ONLY_TYPE = 'application/json';
const ONLY_SPECIFICATION = 'pact';

/** Reads the body of a publication. Throws a 400 that names every problem. */
export function readContracts(body: unknown): ContractsToPublish {
  const fields: Fields = isFields(body) ? body : {};
  const problems = new Problems();
  const text = (name: string, rules: Parameters<typeof textField>[2]) =>
    textField(fields, name, rules, (message) => problems.add(name, message));
  const pacticipant = text('pacticipantName', { required: true, notBlank: true });
  const version = text('pacticipantVersionNumber', {
    required: true,
    notBlank: true,
    singleLine: true,
  });
  const tags = readTags(fields, problems);
  const branch = text('branch', { nullable: true, notBlank: true, singleLine: true });
  const buildUrl = text('buildUrl', { nullable: true, singleLine: true });
  const contracts = readList(fields, pacticipant, problems);
  if (!problems.has() && contracts.length === 0) {
    problems.add('contracts', 'size cannot be less than 1');
  }
  problems.raise();
  return {
    pacticipant: pacticipant ?? '',
    version: version ?? '',
    branch,
    tags,
    buildUrl,
    contracts,
  };
}

function readTags(fields: Fields, problems: Problems): string[] {
  const { tags } = fields;
  if (tags === undefined || tags === null) return [];
  if (!Array.isArray(tags)) {
    problems.add('tags', 'must be an array');
    return [];
  }
  const names = tags.map((tag: unknown) => (typeof tag === 'number' ? String(tag) : tag));
  names.forEach((name, index) => {
    if (name === '' || name === null) problems.add('tags', `must be filled (at index ${index})`);
    else if (typeof name !== 'string') problems.add('tags', `must be a string (at index ${index})`);
  });
  const blank = names.findIndex((name) => typeof name === 'string' && name.trim() === '');
  if (blank >= 0 && !problems.has('tags')) {
    problems.add('tags', `cannot be blank (at index ${blank})`);
  }
  return names.filter((name) => typeof name === 'string');
}

function readList(
  fields: Fields,
  pacticipant: string | undefined,
  problems: Problems,
): ContractToPublish[] {
  const { contracts } = fields;
  if (contracts === undefined) problems.add('contracts', 'is missing');
  else if (!Array.isArray(contracts)) problems.add('contracts', 'must be an array');
  if (!Array.isArray(contracts)) return [];
  const read = contracts.map((contract: unknown, index) =>
    readContract(contract, (message) =>
      problems.add('contracts', `${message} (at index ${index})`),
    ),
  );
  contracts.forEach((contract: unknown, index) => {
    const consumer = isFields(contract) ? contract.consumerName : undefined;
    if (typeof consumer !== 'string' || pacticipant === undefined || consumer === pacticipant)
      return;
    problems.add(
      'contracts',
      `consumerName ('${consumer}') must match pacticipantName ('${pacticipant}') (at index ${index})`,
    );
  });
  return read.filter((contract) => contract !== undefined);
}

function readContract(
  contract: unknown,
  report: (message: string) => void,
): ContractToPublish | undefined {
  if (!isFields(contract)) return void report('must be a hash');
  const text = (name: string) =>
    textField(contract, name, { required: true, notBlank: true }, (message) =>
      report(`${name} ${message}`),
    );
  const consumer = text('consumerName');
  const provider = text('providerName');
  const encoded = text('content');
  const typeKnown = oneOf(contract, 'contentType', [ONLY_TYPE], true, report);
  oneOf(contract, 'specification', [ONLY_SPECIFICATION], true, report);
  oneOf(contract, 'onConflict', ['overwrite', 'merge'], false, report);
  const valid = encoded !== undefined && BASE64.test(encoded);
  if (!valid) report('is not valid Base64');
  if (encoded === undefined || !typeKnown) return undefined;
  if (!valid) return void report(UNREADABLE);
  const content = readContent(encoded, report);
  if (content === undefined) return undefined;
  matchName(content, 'consumer', consumer, report);
  matchName(content, 'provider', provider, report);
  return { provider: provider ?? '', content, merge: contract.onConflict === 'merge' };
}

function oneOf(
  fields: Fields,
  name: string,
  allowed: readonly string[],
  required: boolean,
  report: (message: string) => void,
): boolean {
  const value = fields[name];
  if (value === undefined && !required) return true;
  if (value === undefined) report(`${name} is missing`);
  else if (value === null || value === '') report(`${name} must be filled`);
  else if (!allowed.includes(value as string))
    report(`${name} must be one of: ${allowed.join(', ')}`);
  else return true;
  return false;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const UNREADABLE = `content could not be parsed as ${ONLY_TYPE}`;

function readContent(encoded: string, report: (message: string) => void): JsonObject | undefined {
  let content: JsonValue;
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
    content = parseJson(decoder.decode(Buffer.from(encoded, 'base64')));
  } catch {
    return void report(UNREADABLE);
  }
  if (content instanceof Map) return content;
  return void report('parsed content was expected to be a Hash');
}

function matchName(
  content: JsonObject,
  role: 'consumer' | 'provider',
  expected: string | undefined,
  report: (message: string) => void,
): void {
  const name = participantName(content, role);
  if (name === null || name === expected || expected === undefined) return;
  const shown = typeof name === 'string' ? name : '';
  report(
    `${role} name in contract content ('${shown}') must match ${role}Name in contract params ('${expected}')`,
  );
}
