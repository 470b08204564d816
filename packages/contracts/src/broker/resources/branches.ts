import type { Urls } from '../hal/urls.ts';
import { FIRST_PAGE, pageMembers, pageOf, withQuery } from '../http/paging.ts';
import { textOf } from '../http/query.ts';
import { created, NO_CONTENT, ok, type Reply } from '../http/reply.ts';
import { type Exchange, JSON_TYPE, type Resource } from '../http/resource.ts';
import {
  addToBranch,
  type Branch,
  deleteBranch,
  deleteBranchesExcept,
  deleteBranchVersion,
  findBranch,
  findBranchVersion,
  listBranches,
} from '../store/branches.ts';
import { shownTime } from '../store/clock.ts';
import { ensurePacticipant, findPacticipant } from '../store/pacticipants.ts';
import { ensureVersion } from '../store/versions.ts';
import { found, pacticipantAt, versionAt } from './lookup.ts';

const BRANCHES = '/pacticipants/:pacticipant/branches';

const collection: Resource = {
  path: BRANCHES,
  methods: {
    GET: {
      async run(x) {
        const page = pageOf(x.query) ?? FIRST_PAGE;
        const { id, name } = await pacticipantAt(x);
        const { items, total } = await listBranches(x.s, id, textOf(x.query, 'q'), page);
        const paging = pageMembers(page, total, x.url);
        return ok({
          page: paging.page,
          _embedded: { branches: items.map((branch) => represent(branch, name, x.urls)) },
          _links: {
            self: { title: `${name} branches`, href: withQuery(x) },
            'pb:branches': items.map((branch) => ({
              name: branch.name,
              href: x.urls.branch(name, branch.name),
            })),
            ...paging.links,
          },
        });
      },
    },
    DELETE: {
      async run(x) {
        const pacticipant = await pacticipantAt(x);
        const { exclude } = x.query;
        const keep = Array.isArray(exclude) ? exclude.filter((one) => typeof one === 'string') : [];
        const { deleted, remaining } = await deleteBranchesExcept(x.s, pacticipant, keep);
        const text = `Scheduled deletion of ${deleted} branches for pacticipant ${pacticipant.name}. Remaining branches are: ${remaining.join(', ')}`;
        return { status: 202, body: { notices: [{ type: 'success', text }] } };
      },
    },
  },
};

function represent(branch: Branch, pacticipant: string, urls: Urls): object {
  const href = urls.branch(pacticipant, branch.name);
  return {
    name: branch.name,
    createdAt: shownTime(branch.createdAt),
    _links: {
      self: { title: 'Branch', href },
      'pb:latest-version': { title: 'Latest version for branch', href: `${href}/latest-version` },
    },
  };
}

export async function branchAt(x: Exchange): Promise<Branch> {
  const pacticipant = found(await findPacticipant(x.s, x.path.get('pacticipant')));
  return found(await findBranch(x.s, pacticipant.id, x.path.get('branch')));
}

const single: Resource = {
  path: `${BRANCHES}/:branch`,
  methods: {
    GET: {
      run: async (x) => ok(represent(await branchAt(x), x.path.get('pacticipant'), x.urls)),
    },
    DELETE: {
      async run(x) {
        await deleteBranch(x.s, (await branchAt(x)).id);
        return NO_CONTENT;
      },
    },
  },
};

const membership: Resource = {
  path: `${BRANCHES}/:branch/versions/:version`,
  methods: {
    GET: { run: async (x) => ok(await representMembership(x)) },
    PUT: { accepts: [JSON_TYPE], body: 'optional', run: join },
    DELETE: {
      async run(x) {
        const branch = await branchAt(x);
        const version = await versionAt(x);
        const member = found(await findBranchVersion(x.s, branch.id, version.id));
        await deleteBranchVersion(x.s, member.id);
        return NO_CONTENT;
      },
    },
  },
};

async function join(x: Exchange): Promise<Reply> {
  const pacticipant = await ensurePacticipant(x.s, x.path.get('pacticipant'));
  const version = await ensureVersion(x.s, pacticipant, x.path.get('version'), { touched: true });
  const name = x.path.get('branch');
  const branch = await findBranch(x.s, pacticipant.id, name);
  const member = branch && (await findBranchVersion(x.s, branch.id, version.id));
  await addToBranch(x.s, version, name);
  const body = await representMembership(x);
  if (member !== undefined) return ok(body);
  return created(body, x.urls.branchVersion(pacticipant.name, name, version.number));
}

async function representMembership(x: Exchange): Promise<object> {
  const branch = await branchAt(x);
  const { id, pacticipant, number } = await versionAt(x);
  const { createdAt } = found(await findBranchVersion(x.s, branch.id, id));
  const { urls } = x;
  return {
    createdAt: shownTime(createdAt),
    _links: {
      self: {
        title: 'Branch version',
        href: urls.branchVersion(pacticipant, branch.name, number),
      },
      'pb:branch': {
        title: 'Branch',
        name: branch.name,
        href: urls.branch(pacticipant, branch.name),
      },
      'pb:version': { title: 'Version', name: number, href: urls.version(pacticipant, number) },
    },
  };
}

export const branchResources: readonly Resource[] = [collection, single, membership];
