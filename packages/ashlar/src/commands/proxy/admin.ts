import type { AdminClient } from '@ashlar/strangler';
import type { Terminal } from '../../terminal/context.ts';

export interface AdminOptions {
  admin: string;
  json?: boolean;
}

/** A client for the running proxy; its token comes from ASHLAR_ADMIN_TOKEN. */
export async function adminClient(
  { admin }: AdminOptions,
  terminal: Terminal,
): Promise<AdminClient> {
  const { createAdminClient } = await import('@ashlar/strangler');
  return createAdminClient(admin, terminal.env.ASHLAR_ADMIN_TOKEN);
}
