import type { Identity } from '../../model/identity.ts';
import {
  type Authenticator,
  type Credentials,
  isRejection,
  type Recognition,
} from './authenticator.ts';

/**
 * Asks one authenticator after the other; the first whose credential is there decides. A bad
 * credential is not forgiven because another one would do.
 */
export function recognise(
  authenticators: readonly Authenticator[],
  request: Credentials,
  /** Found out already, by name; a one-time token must not be looked at twice. */
  known?: ReadonlyMap<string, Recognition>,
): Recognition | Promise<Recognition> {
  return from(0);

  function from(start: number): Recognition | Promise<Recognition> {
    for (let i = start; i < authenticators.length; i++) {
      const authenticator = authenticators[i] as Authenticator;
      const found = known?.get(authenticator.name) ?? authenticator.recognise(request);
      if (found instanceof Promise) {
        return found.then((late) => (late === 'none' ? from(i + 1) : late));
      }
      if (found !== 'none') return found;
    }
    return 'none';
  }
}

/** What each authenticator finds, by name. A promise only where somebody has to be waited for. */
export function recogniseAll(
  authenticators: readonly Authenticator[],
  request: Credentials,
): ReadonlyMap<string, Recognition> | Promise<ReadonlyMap<string, Recognition>> {
  const found = authenticators.map((one) => one.recognise(request));
  const named = (all: readonly Recognition[]): ReadonlyMap<string, Recognition> =>
    new Map(all.map((one, i) => [(authenticators[i] as Authenticator).name, one]));
  return found.some((one) => one instanceof Promise)
    ? Promise.all(found).then(named)
    : named(found as Recognition[]);
}

/** The identity among what is known, by the authenticator whose turn it is. */
export function identityAmong(
  known: ReadonlyMap<string, Recognition> | undefined,
  by: readonly string[],
): Identity | undefined {
  for (const name of by) {
    const found = known?.get(name) ?? 'none';
    if (found !== 'none') return isRejection(found) ? undefined : found;
  }
  return undefined;
}
