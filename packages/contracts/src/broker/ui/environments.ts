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
import { page, time } from './layout.ts';

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
  const rows = live.map(
    (
      one,
    ) => html`<tr><td>${one.pacticipant}</td><td><a href="${urls.version(one.pacticipant, one.version)}">${one.version}</a></td><td>${one.how}</td>
<td>${time(one.since)}</td></tr>`,
  );
  const table = html`<div class="scroll" role="region" tabindex="0" aria-label="Table"><table>
<thead><tr><th scope="col">Application</th><th scope="col">Version</th><th scope="col">How</th>
<th scope="col">Since</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
  return html`<section><h2>${displayName ?? name}${production ? html` <span class="badge">production</span>` : ''}</h2>
${live.length === 0 ? html`<p>Nothing is recorded here.</p>` : table}</section>
`;
}
