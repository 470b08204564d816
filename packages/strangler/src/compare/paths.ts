/** A JSON path rule such as `$.items[*].id` or `**.updatedAt`, cut into steps. */
export type PathRule = readonly string[];

const STEP = /\[(?:\*|\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\['((?:[^'\\]|\\.)*)'\]|([^.[\]]+)/g;

/**
 * `$`, dots and brackets are spelling; `*` stands for one step, `**` for any number of them. A key
 * with dots or brackets in it is written `["a.b"]`.
 */
export function parsePathRule(text: string): PathRule {
  const steps: string[] = [];
  for (const [whole, double, single, bare] of text.replace(/^\$/, '').matchAll(STEP)) {
    const quoted = double ?? single;
    if (quoted !== undefined) steps.push(quoted.replace(/\\(.)/g, '$1'));
    else steps.push(bare ?? (whole === undefined ? '' : '[*]'));
  }
  return steps;
}

/** Whether a rule covers a place, or anything above it. Array elements are the step `[*]`. */
export function matchesRule(rule: PathRule, steps: readonly string[]): boolean {
  return matchFrom(rule, 0, steps, 0);
}

function matchFrom(rule: PathRule, r: number, steps: readonly string[], s: number): boolean {
  if (r === rule.length) return true;
  if (rule[r] === '**') {
    for (let skip = s; skip <= steps.length; skip++) {
      if (matchFrom(rule, r + 1, steps, skip)) return true;
    }
    return false;
  }
  if (s === steps.length) return false;
  if (rule[r] !== '*' && rule[r] !== steps[s]) return false;
  return matchFrom(rule, r + 1, steps, s + 1);
}

/** The way back: what `parsePathRule` reads as the same steps. */
export function writePath(steps: readonly string[]): string {
  let text = '$';
  for (const step of steps) {
    if (step === '[*]') text += step;
    else if (/^[^.[\]"']+$/.test(step)) text += `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}
