import type { Advance } from '@ashlar/strangler';

/** Whether the step puts users of the monolith on the service; shadow and dark do not. */
export function bringsRealUsers({ to }: Advance): boolean {
  return to === 'canary' || to === 'service';
}
