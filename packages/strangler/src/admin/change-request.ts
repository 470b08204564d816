import { ProxyError } from '../model/error.ts';

export type ChangeAction = 'promote' | 'hold' | 'rollback' | 'rearm' | 'forget' | 'rehearse';

interface Kind {
  readonly is: string;
  fits(value: unknown): boolean;
}

const TEXT: Kind = { is: 'a text', fits: (value: unknown) => typeof value === 'string' };
const NUMBER: Kind = { is: 'a number', fits: (value: unknown) => typeof value === 'number' };
const YES_OR_NO: Kind = {
  is: 'true or false',
  fits: (value: unknown) => typeof value === 'boolean',
};
const STATES = ['monolith', 'dark', 'shadow', 'canary', 'service'];
const STATE: Kind = {
  is: `one of ${STATES.join(', ')}`,
  fits: (value: unknown) => STATES.some((state) => state === value),
};

const ANY = { by: TEXT, why: TEXT };
const KEYS: Readonly<Record<ChangeAction, Readonly<Record<string, Kind>>>> = {
  promote: {
    ...ANY,
    to: STATE,
    percent: NUMBER,
    rearm: YES_OR_NO,
    force: YES_OR_NO,
    until: TEXT,
  },
  hold: { ...ANY, release: YES_OR_NO },
  rollback: ANY,
  rearm: ANY,
  forget: ANY,
  rehearse: { ...ANY, seconds: NUMBER },
};

/**
 * What was asked of a route, once every key is known and of its kind: a misspelt `percent` would
 * move other users than were meant.
 *
 * @throws ProxyError PROXY_CHANGE_INVALID
 */
export function readChange(
  action: ChangeAction,
  body: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const keys = KEYS[action];
  for (const [key, value] of Object.entries(body)) {
    const kind = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (kind?.fits(value) === true) continue;
    throw new ProxyError(
      'PROXY_CHANGE_INVALID',
      kind === undefined
        ? `${action} does not know "${key}".`
        : `"${key}" of ${action} has to be ${kind.is}.`,
      `It takes ${Object.keys(keys).join(', ')}.`,
    );
  }
  return body;
}
