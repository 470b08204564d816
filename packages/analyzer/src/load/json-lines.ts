/** The objects of a JSON document, or of one a line; lines that are none are left out. */
export function jsonObjects(text: string): Record<string, unknown>[] {
  const whole = parsed(text);
  const found = whole === undefined ? text.split('\n').map(parsed) : [whole];
  return found
    .flatMap((one) => (Array.isArray(one) ? one : [one]))
    .filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null);
}

function parsed(text: string): unknown {
  const start = text.trimStart()[0];
  if (start !== '{' && start !== '[') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
