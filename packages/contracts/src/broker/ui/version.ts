import type { Exchange } from '../http/resource.ts';
import { askMatrix } from '../matrix/matrix.ts';
import { judge } from '../matrix/verdict.ts';
import { branchVersionsOf } from '../store/branches.ts';
import {
  CURRENTLY_DEPLOYED,
  CURRENTLY_SUPPORTED,
  deployedVersions,
  releasedVersions,
} from '../store/deployments.ts';
import { type Environment, listEnvironments } from '../store/environments.ts';
import { pactsOfVersions } from '../store/pacts.ts';
import { tagsOf } from '../store/tags.ts';
import { latestVerifications } from '../store/verifications.ts';
import type { Version } from '../store/versions.ts';
import { type Html, html } from './html.ts';
import {
  applicationLink,
  list,
  outcome,
  page,
  table,
  time,
  verdictBadge,
  versionLink,
} from './layout.ts';

/** A version: where it is, what it promises, and whether it can go to each environment. */
export async function versionPage(x: Exchange, version: Version): Promise<string> {
  const branches = (await branchVersionsOf(x.s, [version.id])).get(version.id) ?? [];
  const tags = (await tagsOf(x.s, [version.id])).get(version.id) ?? [];
  const environments = await listEnvironments(x.s);
  const verdicts: Html[] = [];
  for (const environment of environments) verdicts.push(await verdict(x, version, environment));
  const none = html`<p>There is no environment yet, so there is nowhere to deploy to.</p>`;
  return page(
    x.urls,
    `${version.pacticipant} ${version.number}`,
    html`<dl>
<dt>Application</dt><dd>${applicationLink(x.urls, version.pacticipant)}</dd>
<dt>Branches</dt><dd>${list(branches.map(({ branch, latest }) => (latest ? `${branch} (head)` : branch)))}</dd>
<dt>Tags</dt><dd>${list(tags.map(({ name }) => name))}</dd>
<dt>Runs in</dt><dd>${list(await placesOf(x, version))}</dd>
<dt>Created</dt><dd>${time(version.createdAt)}</dd>
${version.buildUrl === null || !/^https?:/.test(version.buildUrl) ? '' : html`<dt>Build</dt><dd><a href="${version.buildUrl}">${version.buildUrl}</a></dd>`}
</dl>
<h2>Can I deploy it?</h2>
${environments.length === 0 ? none : verdicts}
<h2>Contracts it published</h2>
${await contracts(x, version)}`,
  );
}

async function placesOf(x: Exchange, version: Version): Promise<string[]> {
  const params = [version.id];
  const deployed = await deployedVersions(x.s, {
    where: `d.version_id = ? AND ${CURRENTLY_DEPLOYED}`,
    params,
  });
  const released = await releasedVersions(x.s, {
    where: `r.version_id = ? AND ${CURRENTLY_SUPPORTED}`,
    params,
  });
  return [
    ...deployed.map(({ environment, instance }) =>
      instance === null ? environment.displayName : `${environment.displayName} (${instance})`,
    ),
    ...released.map(({ environment }) => `${environment.displayName} (released)`),
  ];
}

async function verdict(x: Exchange, version: Version, environment: Environment): Promise<Html> {
  const query = {
    selectors: [{ pacticipant: version.pacticipant, version: version.number }],
    options: { latestby: 'cvp', environment: environment.name, ignore: [] },
  } as const;
  const { deployable, reasons } = judge(await askMatrix(x.s, query, x.settings.compat));
  const search = new URLSearchParams([
    ['q[][pacticipant]', version.pacticipant],
    ['q[][version]', version.number],
    ['latestby', 'cvp'],
    ['environment', environment.name],
  ]);
  return html`<section class="card"><h3>To ${environment.displayName}: ${verdictBadge(deployable)}</h3>
<ul>${reasons.map(({ text }) => html`<li>${text}</li>`)}</ul>
<p><a href="${x.urls.at('matrix')}?${String(search)}">Every row behind the answer for ${environment.displayName}</a></p></section>`;
}

async function contracts(x: Exchange, version: Version): Promise<Html> {
  const pacts = (await pactsOfVersions(x.s, [version.id])).get(version.id) ?? [];
  if (pacts.length === 0) return html`<p>None: it is no consumer of anything.</p>`;
  const results = await latestVerifications(
    x.s,
    pacts.map(({ contentId }) => contentId),
  );
  const rows = pacts.map((pact) => {
    const result = results.get(pact.contentId);
    const shown = outcome(result?.success ?? null);
    return [
      html`<a href="${x.urls.pact(pact)}">With ${pact.provider}</a>`,
      result === undefined
        ? shown
        : html`<a href="${x.urls.verification({ ...pact, number: result.number })}">${shown}</a> by ${versionLink(x.urls, pact.provider, result.providerVersion)}`,
    ];
  });
  return table(['Contract', 'Newest result'], rows);
}
