/**
 * The sentences in which Pact brokers (official, PactFlow, this one) explain a verdict. Rows of the
 * matrix do not say why a side has no version, only these sentences do.
 */
export interface NamedSide {
  readonly name: string;
  /** Undefined when the sentence says that there is none. */
  readonly version: string | undefined;
  /** True when the sentence says that no version is where it should be. */
  readonly missing: boolean;
}

export interface PairNotice {
  readonly kind: 'unverified' | 'failed';
  readonly consumer: NamedSide;
  readonly provider: NamedSide;
}

const UNVERIFIED = /^There is no verified pact between (.+)$/s;
const FAILED = /^The verification for the pact between (.+) failed$/s;
const NONE_PUBLISHED = /^No pacts or verifications have been published for version (.+) of (.+)$/s;

const SIDES: readonly ((words: string) => NamedSide | undefined)[] = [
  side(/^version (?<version>.+) of (?<name>.+)$/s),
  side(/^an? version of (?<name>.+) currently in .+ \(no .+\)$/s),
  side(/^the version of (?<name>.+) currently in .+ \((?<version>.+)\)$/s),
  side(
    /^the latest version of (?<name>.+?)(?: (?:with tag|from branch|from main branch).*)? \(no .+\)$/s,
  ),
  side(
    /^the latest version of (?<name>.+?)(?: (?:with tag|from branch|from main branch).*)? \((?<version>.+)\)$/s,
  ),
  side(/^(?:the latest|any|a) version of (?<name>.+)$/s),
];

/** Undefined for a sentence of another kind. */
export function parsePairNotice(sentence: string): PairNotice | undefined {
  const unverified = UNVERIFIED.exec(sentence)?.[1];
  const failed = FAILED.exec(sentence)?.[1];
  const sides = splitSides(unverified ?? failed ?? '');
  return sides && { kind: unverified === undefined ? 'failed' : 'unverified', ...sides };
}

/** The version in "No pacts or verifications have been published for version 1 of Web". */
export function parseNonePublished(
  sentence: string,
): { readonly name: string; readonly version: string } | undefined {
  const [, version, name] = NONE_PUBLISHED.exec(sentence) ?? [];
  return version === undefined || name === undefined ? undefined : { name, version };
}

/** Names may hold the word "and": every cut is tried until both halves read as a side. */
function splitSides(words: string): Pick<PairNotice, 'consumer' | 'provider'> | undefined {
  for (let cut = words.indexOf(' and '); cut !== -1; cut = words.indexOf(' and ', cut + 1)) {
    const consumer = parseSide(words.slice(0, cut));
    const provider = parseSide(words.slice(cut + ' and '.length));
    if (consumer !== undefined && provider !== undefined) return { consumer, provider };
  }
  return undefined;
}

function parseSide(words: string): NamedSide | undefined {
  for (const read of SIDES) {
    const found = read(words);
    if (found !== undefined) return found;
  }
  return undefined;
}

function side(pattern: RegExp): (words: string) => NamedSide | undefined {
  return (words) => {
    const groups = pattern.exec(words)?.groups;
    const name = groups?.name;
    if (name === undefined) return undefined;
    return { name, version: groups?.version, missing: /\(no [^)]*\)$/.test(words) };
  };
}
