import type { Urls } from '../hal/urls.ts';
import type { Exchange } from '../http/resource.ts';
import {
  CURRENTLY_DEPLOYED,
  CURRENTLY_SUPPORTED,
  deployedVersions,
  releasedVersions,
} from '../store/deployments.ts';
import { type Environment, listEnvironments } from '../store/environments.ts';
import { type Html, html } from './html.ts';
import { applicationLink, page, table, time, versionLink } from './layout.ts';

interface Live {
  readonly environment: Environment;
  readonly pacticipant: string;
  readonly version: string;
  readonly since: string;
  readonly how: string;
}

/** Every environment with what runs in it. */
export async function environmentsPage(x: Exchange): Promise<string> {
  const deployed = await deployedVersions(x.s, { where: CURRENTLY_DEPLOYED, params: [] });
  const released = await releasedVersions(x.s, { where: CURRENTLY_SUPPORTED, params: [] });
  const live: readonly Live[] = [
    ...deployed.map((one) => ({
      ...one,
      since: one.createdAt,
      how: one.instance === null ? 'deployed' : `deployed as ${one.instance}`,
    })),
    ...released.map((one) => ({ ...one, since: one.createdAt, how: 'released' })),
  ];
  const sections = (await listEnvironments(x.s)).map((environment) =>
    section(
      x.urls,
      environment,
      live.filter((one) => one.environment.uuid === environment.uuid),
    ),
  );
  const empty = html`<p>There is no environment yet.</p>`;
  return page(x.urls, 'Environments', sections.length === 0 ? empty : html`${sections}`);
}

function section(
  urls: Urls,
  { name, displayName, production }: Environment,
  live: readonly Live[],
): Html {
  const rows = live.map((one) => [
    applicationLink(urls, one.pacticipant),
    versionLink(urls, one.pacticipant, one.version),
    one.how,
    time(one.since),
  ]);
  const shown = table(['Application', 'Version', 'How', 'Since'], rows);
  return html`<section><h2>${displayName ?? name}${production ? html` <span class="badge">production</span>` : ''}</h2>
${live.length === 0 ? html`<p>Nothing is recorded here.</p>` : shown}</section>
`;
}
