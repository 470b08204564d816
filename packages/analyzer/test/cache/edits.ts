import type { Random } from '../../src/graph/random.ts';
import { below, pick } from '../fuzz/mutations.ts';

/** An edit as people make them: of lines, mostly such as change nothing. */
export function edited(random: Random, text: string): string {
  const lines = text.split('\n');
  const at = below(random, lines.length + 1);
  const line = lines[Math.min(at, lines.length - 1)] ?? '';
  switch (below(random, 9)) {
    case 0:
    case 1:
      lines.splice(at, 0, pick(random, ['', '// why', '/* two\n lines */', '  ']));
      break;
    case 2:
      lines[at] = `${line} // ${below(random, 9)}`;
      break;
    case 3:
      lines[at] = `  ${line}`;
      break;
    case 4:
      lines[at] = line.replace(/\d/, (digit) => String(9 - Number(digit)));
      break;
    case 5:
      lines[at] = line.replace(/([;{,]) /, '$1\n');
      break;
    case 6:
      lines.splice(at, below(random, 3));
      break;
    case 7:
      lines.splice(at, 0, line);
      break;
    default:
      lines.splice(at, 0, pick(random, ['if (Math.random() > 3) { }', 'total(4);', 'let x = 1;']));
  }
  return lines.join('\n');
}
