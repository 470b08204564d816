import { githubWorkflow } from './github.ts';
import { GITLAB_ROOT, gitlabJobs } from './gitlab.ts';
import type { Participant } from './participant.ts';
import { pipelineScript } from './script.ts';
import { scriptPath } from './stages.ts';

export const CI_SYSTEMS = ['github', 'gitlab'] as const;
export type CiSystem = (typeof CI_SYSTEMS)[number];

export interface GeneratedFile {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly content: string;
  readonly executable?: boolean;
  /** A file that others write to as well: one that is there is left alone, and told about. */
  readonly shared?: boolean;
}

/** Every file of the pipelines, sorted by path. */
export function pipelineFiles(
  participants: readonly Participant[],
  systems: readonly CiSystem[],
): GeneratedFile[] {
  const files = participants.flatMap((participant): GeneratedFile[] => [
    { path: scriptPath(participant), content: pipelineScript(participant), executable: true },
    ...(systems.includes('github')
      ? [
          {
            path: `.github/workflows/${participant.name}.yml`,
            content: githubWorkflow(participant),
          },
        ]
      : []),
    ...(systems.includes('gitlab')
      ? [{ path: `.gitlab/ashlar/${participant.name}.yml`, content: gitlabJobs(participant) }]
      : []),
  ]);
  if (systems.includes('gitlab')) {
    files.push({ path: '.gitlab-ci.yml', content: GITLAB_ROOT, shared: true });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}
