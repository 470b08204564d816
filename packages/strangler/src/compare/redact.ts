const SECRET_NAME =
  /pass(?:word|wd)?|secret|token|authori[sz]ation|cookie|api.?key|card|iban|ssn|cvv|pin\b|e-?mail|phone/i;
const SECRET_VALUE =
  /^eyJ[\w-]+\.[\w-]+|^[^\s@]+@[^\s@]+\.[^\s@]+$|^(?:\d[ -]?){12,19}$|^[\w-]{40,}$/;
const MAX_TEXT = 80;
const MASK = '"[redacted]"';

/** A value as it may be shown to a developer: short, and without what is nobody's business. */
export function redacted(path: string, value: unknown): string {
  if (value === undefined) return '(absent)';
  if (SECRET_NAME.test(path.slice(path.lastIndexOf('.') + 1))) return MASK;
  const text = JSON.stringify(value, mask) ?? 'undefined';
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}

function mask(key: string, value: unknown): unknown {
  if (key !== '' && SECRET_NAME.test(key)) return '[redacted]';
  return typeof value === 'string' && SECRET_VALUE.test(value) ? '[redacted]' : value;
}

/** Path without its query values: they name people and carry tokens. */
export function redactedTarget(method: string, target: string): string {
  const query = target.indexOf('?');
  if (query === -1) return `${method} ${target}`;
  const names = target
    .slice(query + 1)
    .split('&')
    .map((pair) => pair.split('=', 1)[0]);
  return `${method} ${target.slice(0, query)}?${names.join('&')}`;
}
