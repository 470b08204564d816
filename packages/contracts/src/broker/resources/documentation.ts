import { RELATIONS } from '../documentation/relations.ts';
import { notFound, ok } from '../http/reply.ts';
import type { Resource } from '../http/resource.ts';
import { relationPage, relationsPage } from '../ui/documentation.ts';

const HTML = 'text/html';
const byRel = new Map([...RELATIONS.values()].flat().map((relation) => [relation.rel, relation]));

/** The pages behind `/doc/{rel}`, which say what each of the given resources is for. */
export function documentationResources(resources: readonly Resource[]): readonly Resource[] {
  const byPath = new Map(resources.map((resource) => [resource.path, resource]));
  return [
    {
      path: '/doc',
      provides: [HTML],
      methods: { GET: { run: async (x) => ok(relationsPage(x)) } },
    },
    {
      path: '/doc/:rel',
      provides: [HTML],
      methods: {
        GET: {
          async run(x) {
            // Answers about webhooks name their relations `webhooks-{rel}`.
            const name = x.path.get('rel');
            const relation = byRel.get(name) ?? byRel.get(name.replace(/^webhooks-/, ''));
            const resource = byPath.get(relation?.path ?? '');
            if (relation === undefined || resource === undefined) throw notFound();
            return ok(relationPage(x, relation, resource));
          },
        },
      },
    },
  ];
}
