import { wholeExpression } from '../openapi/schema/patterns.ts';

/** Enough to meet every alternative and every kind of character once. */
const MOST_SAMPLES = 60;

const cache = new Map<string, readonly string[]>();

/**
 * Texts that an expression matches as a whole: every alternative, one character of each kind that a
 * class allows, the fewest and some more repetitions. Optional repetitions (`*`) occur at least once,
 * since an empty text is rarely what the author thought of. The same every time; empty if the
 * expression has parts that cannot be sampled.
 */
export function sampleExpression(pattern: string): readonly string[] {
  let samples = cache.get(pattern);
  if (samples === undefined) {
    samples = sampled(pattern);
    cache.set(pattern, samples);
  }
  return samples;
}

function sampled(pattern: string): readonly string[] {
  const whole = wholeExpression(pattern);
  if (whole === undefined) return [];
  const reader: Reader = { text: pattern.replace(/^\(\?[a-z]+\)/, ''), at: 0 };
  let samples: readonly string[];
  try {
    samples = alternatives(reader);
  } catch (error) {
    if (error instanceof Unsampled) return [];
    throw error;
  }
  return limited(samples).filter((sample) => whole.test(sample));
}

interface Reader {
  readonly text: string;
  at: number;
}

/** A part of the language of expressions that is not sampled, such as a back reference. */
class Unsampled extends Error {}

function alternatives(reader: Reader): readonly string[] {
  const all = [...sequence(reader)];
  while (reader.text[reader.at] === '|') {
    reader.at += 1;
    all.push(...sequence(reader));
  }
  return limited(all);
}

/** Varies one part at a time: as many samples as there are choices, not as many as combinations. */
function sequence(reader: Reader): readonly string[] {
  const parts: (readonly string[])[] = [];
  while (reader.at < reader.text.length && !'|)'.includes(reader.text[reader.at] ?? '')) {
    parts.push(repeated(reader));
  }
  const base = parts.map(([first = '']) => first);
  const varied = parts.flatMap((options, position) =>
    options.slice(1).map((option) => base.with(position, option).join('')),
  );
  return limited([base.join(''), ...varied]);
}

function repeated(reader: Reader): readonly string[] {
  const options = atom(reader);
  const [quantifier] = /^(?:[*+?]|\{\d+(?:,\d*)?\})[?+]?/.exec(reader.text.slice(reader.at)) ?? [];
  if (quantifier === undefined) return options;
  reader.at += quantifier.length;
  return limited(countsOf(quantifier).flatMap((count) => options.map((one) => one.repeat(count))));
}

function countsOf(quantifier: string): readonly number[] {
  if (quantifier.startsWith('?')) return [1, 0];
  if (!quantifier.startsWith('{')) return [1, 3];
  const [, least = '', comma, most = ''] = /\{(\d+)(,?)(\d*)\}/.exec(quantifier) ?? [];
  const from = Number(least);
  if (comma === '') return [from];
  const to = most === '' ? from + 1 : Math.min(Number(most), from + 64);
  return [...new Set([from === 0 ? Math.min(1, to) : from, to])];
}

function atom(reader: Reader): readonly string[] {
  const { text } = reader;
  const char = text[reader.at] ?? '';
  if (char === '(') return group(reader);
  if (char === '[') return characterClass(reader);
  reader.at += 1;
  if (char === '^' || char === '$') return [''];
  if (char === '.') return membersOf(() => true);
  if (char !== '\\') return [char];
  return escapeSequence(reader);
}

function group(reader: Reader): readonly string[] {
  const opening = /^\((?:\?(?:P?<[A-Za-z_]\w*>|:|=|!|<=|<!|[a-z]+:))?/.exec(
    reader.text.slice(reader.at),
  );
  const opened = opening?.[0] ?? '(';
  reader.at += opened.length;
  const options = alternatives(reader);
  reader.at += 1;
  // What is looked for ahead or behind takes no text; whether it holds is checked in the end.
  return /^\(\?<?[=!]$/.test(opened) ? [''] : options;
}

function escapeSequence(reader: Reader): readonly string[] {
  const char = reader.text[reader.at] ?? '';
  reader.at += 1;
  if (/[1-9k]/.test(char)) throw new Unsampled();
  if ('bBAzZ'.includes(char)) return [''];
  if (/[dDwWsS]/.test(char)) return membersOf((one) => ESCAPED[char]?.test(one) === true);
  if (char === 'p' || char === 'P') {
    const [property = ''] = /^\{[^}]*\}|^[A-Z]/.exec(reader.text.slice(reader.at)) ?? [];
    reader.at += property.length;
    const expression = wholeExpression(`\\${char}${property}`);
    return membersOf((one) => expression?.test(one) === true);
  }
  const [code] =
    /^(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4})/.exec(char + reader.text.slice(reader.at)) ?? [];
  if (code !== undefined) {
    reader.at += code.length - 1;
    return [String.fromCodePoint(Number.parseInt(code.slice(1), 16))];
  }
  return [CONTROLS[char] ?? char];
}

const ESCAPED: Readonly<Record<string, RegExp>> = {
  d: /\d/,
  D: /\D/,
  w: /\w/,
  W: /\W/,
  s: /\s/,
  S: /\S/,
};

const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v' };

/** The class as it stands decides which characters belong to it. */
function characterClass(reader: Reader): readonly string[] {
  const [source = ''] = /^\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]/.exec(reader.text.slice(reader.at)) ?? [];
  if (source === '') throw new Unsampled();
  reader.at += source.length;
  const expression = wholeExpression(source);
  if (expression === undefined) throw new Unsampled();
  const kinds = membersOf((char) => expression.test(char));
  if (kinds.length > 0) return kinds;
  const [first] = [...source.slice(1)].filter((char) => expression.test(char));
  if (first === undefined) throw new Unsampled();
  return [first];
}

/** One character of each kind, the likeliest first. */
const KINDS: readonly string[] = [
  '5126347890',
  'abcdefghijklmnopqrstuvwxyz',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  '-',
  '_',
  '.',
  ' ',
  ':/@+,;!#%&=~',
];

function membersOf(belongs: (char: string) => boolean): readonly string[] {
  return KINDS.flatMap((kind) => [...kind].find(belongs) ?? []);
}

function limited(samples: readonly string[]): readonly string[] {
  return [...new Set(samples)].slice(0, MOST_SAMPLES);
}
