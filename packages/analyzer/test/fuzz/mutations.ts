import type { Random } from '../../src/graph/random.ts';

export function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[below(random, items.length)] as T;
}

const WORDS =
  '{ } ( ) [ ] < > ; , . ?. ... => = == += ?? || && ! ~ + - * / % ** ` ${ ` \' " \\ @ # $ _ : ? 0 1n 1e999 NaN null undefined true this super new class extends implements abstract interface type enum namespace declare module function function* async await yield return throw try catch finally if else for of in while do switch case default break continue var let const using import export from as require exports module.exports __proto__ constructor prototype hasOwnProperty toString valueOf __esModule __decorate _this arguments eval import.meta /* */ // <!-- #! <a> </a> SELECT FROM INSERT INTO UPDATE DELETE WITH AS JOIN WHERE ( SELECT CREATE TABLE model @@map @relation "./a" "../" "#x" "" "@/" "\u0000" "\ud800" "\u202e" é 漢 🎉'.split(
    ' ',
  );

const TOKEN = /\s+|[\w$]+|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[^\w\s]/gu;

/** A changed copy of a text: token by token, so that much of the structure survives. */
export function mutate(random: Random, text: string, other: string): string {
  let tokens: string[] = text.match(TOKEN) ?? [];
  const rounds = 1 + below(random, 6);
  for (let round = 0; round < rounds; round++) {
    const at = below(random, tokens.length + 1);
    const length = 1 + below(random, pick(random, [1, 3, 20, 200]));
    const foreign = other.match(TOKEN) ?? [];
    const from = below(random, foreign.length + 1);
    const piece = tokens.slice(at, at + length);
    switch (below(random, 9)) {
      case 0:
        tokens.splice(at, length);
        break;
      case 1:
        tokens.splice(at, 0, ...piece);
        break;
      case 2:
        tokens.splice(below(random, tokens.length + 1), 0, ...tokens.splice(at, length));
        break;
      case 3:
        tokens.splice(at, below(random, 2), pick(random, WORDS), ' ');
        break;
      case 4:
        tokens.splice(at, 0, ...foreign.slice(from, from + length));
        break;
      case 5:
        tokens = tokens.slice(0, at);
        break;
      case 6:
        tokens.splice(
          at,
          0,
          pick(random, WORDS).repeat(1 + below(random, pick(random, [5, 50, 3_000]))),
        );
        break;
      case 7: {
        const word = pick(random, WORDS);
        const old = tokens[at];
        tokens = tokens.map((token) => (token === old ? word : token));
        break;
      }
      default:
        tokens.splice(at, 0, `\n${' '.repeat(below(random, 3))}${pick(random, WORDS)} `);
    }
  }
  return tokens.join('').slice(0, 200_000);
}

/** Bytes that need not be text: the mutated text damaged, or noise. */
export function damage(random: Random, text: string): Buffer {
  const bytes = Buffer.from(text);
  if (random() < 0.85) return bytes;
  if (random() < 0.3)
    return Buffer.from(Array.from({ length: below(random, 600) }, () => below(random, 256)));
  for (let n = 1 + below(random, 20); n > 0 && bytes.length > 0; n--)
    bytes[below(random, bytes.length)] = below(random, 256);
  return random() < 0.1 ? Buffer.from(bytes.toString('utf8'), 'utf16le') : bytes;
}
