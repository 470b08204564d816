const compiled = new Map<string, RegExp | undefined>();

/** ECMA-262 with Unicode where that is possible; undefined for what is no regular expression. */
export function regularExpression(pattern: string): RegExp | undefined {
  if (!compiled.has(pattern)) compiled.set(pattern, inAnyDialect(pattern));
  return compiled.get(pattern);
}

/** The expression of a matching rule: the Pact verifier lets it match only the whole of a text. */
export function wholeExpression(pattern: string): RegExp | undefined {
  const key = `whole ${pattern}`;
  if (!compiled.has(key)) {
    const found = regularExpression(pattern);
    compiled.set(key, found && compile(`^(?:${found.source})$`, found.flags));
  }
  return compiled.get(key);
}

/** Documents and pacts are also written by people who think in Java, Python or Ruby. */
function inAnyDialect(pattern: string): RegExp | undefined {
  const own = compile(pattern, 'u') ?? compile(pattern, '');
  if (own !== undefined) return own;
  const [, letters = '', rest = pattern] = /^\(\?([a-zA-Z]+)\)([\s\S]*)$/.exec(pattern) ?? [];
  const flags = [...new Set(letters.toLowerCase())].filter((flag) => 'ims'.includes(flag)).join('');
  const translated = rest
    .replaceAll('(?P<', '(?<')
    .replaceAll('\\A', '^')
    .replace(/\\[zZ]/g, '$')
    .replace(/([*+?}])\+/g, '$1');
  return compile(translated, `u${flags}`) ?? compile(translated, flags);
}

function compile(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return undefined;
  }
}
