/** A JSON path rule such as `$.items[*].id` or `**.updatedAt`, cut into steps. */
export type PathRule = readonly string[];

/** `$`, dots and brackets are spelling; `*` stands for one step, `**` for any number of them. */
export function parsePathRule(text: string): PathRule {
  return text
    .replace(/^\$\.?/, '')
    .replace(/\[(\*|\d+)\]/g, '.[*]')
    .split('.')
    .filter((step) => step !== '')
    .map((step) => (step === '[*]' ? '[*]' : step));
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

export function writePath(steps: readonly string[]): string {
  let text = '$';
  for (const step of steps) text += step === '[*]' ? '[*]' : `.${step}`;
  return text;
}
