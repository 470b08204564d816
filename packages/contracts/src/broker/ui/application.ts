import type { Exchange } from '../http/resource.ts';
import { branchVersionsOf } from '../store/branches.ts';
import {
  CURRENTLY_DEPLOYED,
  CURRENTLY_SUPPORTED,
  deployedVersions,
  releasedVersions,
} from '../store/deployments.ts';
import { integrationsOfProviders } from '../store/integrations.ts';
import type { Pacticipant } from '../store/pacticipants.ts';
import { tagsOf } from '../store/tags.ts';
import { listVersions } from '../store/versions.ts';
import { type Html, html } from './html.ts';
import { applicationLink, list, page, table, time, versionLink } from './layout.ts';

const SHOWN_VERSIONS = 50;

/** An application: who uses it, where it runs, and its newest versions. */
export async function applicationPage(x: Exchange, application: Pacticipant): Promise<string> {
  const { id, name, displayName, mainBranch, repositoryUrl } = application;
  const consumers = await integrationsOfProviders(x.s, [id]);
  const around = `${x.urls.at('integrations')}?about=${encodeURIComponent(name)}`;
  const link = repositoryUrl !== null && /^https?:/.test(repositoryUrl);
  return page(
    x.urls,
    name,
    html`<dl>
${displayName === null || displayName === name ? '' : html`<dt>Called</dt><dd>${displayName}</dd>`}
<dt>Main branch</dt><dd>${mainBranch ?? 'not known'}</dd>
${link ? html`<dt>Repository</dt><dd><a href="${repositoryUrl}">${repositoryUrl}</a></dd>` : ''}
<dt>Used by</dt><dd>${consumers.length === 0 ? 'nobody' : consumers.map(({ consumer }, at) => html`${at === 0 ? '' : ', '}${applicationLink(x.urls, consumer)}`)}</dd>
</dl>
<p><a href="${around}">The network around it</a></p>
<h2>Where it runs</h2>
${await places(x, application)}
<h2>Versions</h2>
${await versions(x, application)}`,
  );
}

async function places(x: Exchange, { id, name }: Pacticipant): Promise<Html> {
  const params = [id];
  const deployed = await deployedVersions(x.s, {
    where: `d.pacticipant_id = ? AND ${CURRENTLY_DEPLOYED}`,
    params,
  });
  const released = await releasedVersions(x.s, {
    where: `r.pacticipant_id = ? AND ${CURRENTLY_SUPPORTED}`,
    params,
  });
  const rows = [
    ...deployed.map((one) => ({ ...one, how: one.instance ?? 'deployed' })),
    ...released.map((one) => ({ ...one, how: 'released' })),
  ].map((one) => [
    one.environment.displayName,
    versionLink(x.urls, name, one.version),
    one.how,
    time(one.createdAt),
  ]);
  if (rows.length === 0) return html`<p>Nowhere, as far as is recorded.</p>`;
  return table(['Environment', 'Version', 'How', 'Since'], rows);
}

async function versions(x: Exchange, { id, name }: Pacticipant): Promise<Html> {
  const newest = { number: 1, size: SHOWN_VERSIONS };
  const { items, total } = await listVersions(x.s, id, { by: 'pacticipant' }, newest);
  const ids = items.map((version) => version.id);
  const branches = await branchVersionsOf(x.s, ids);
  const tags = await tagsOf(x.s, ids);
  const rows = items.map((version) => [
    versionLink(x.urls, name, version.number),
    list((branches.get(version.id) ?? []).map(({ branch }) => branch)),
    list((tags.get(version.id) ?? []).map((tag) => tag.name)),
    time(version.createdAt),
  ]);
  if (rows.length === 0) return html`<p>None yet.</p>`;
  return html`${total > items.length ? html`<p>The newest ${items.length} of ${total}.</p>` : ''}
${table(['Version', 'Branches', 'Tags', 'Created'], rows)}`;
}
