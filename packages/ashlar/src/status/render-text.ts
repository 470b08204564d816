import type { DomainPicture } from '@ashlar/strangler';
import type { StatusReport } from './model.ts';
import { pictureOf } from './picture.ts';

/** For people: a block for each domain, then what is not known and why. */
export function renderStatusText(report: StatusReport): string {
  const { domains, unknown } = pictureOf(report);
  return [
    ...(domains.length === 0 ? ['no domain is known yet'] : domains.flatMap(block)),
    ...(report.environments ?? []).flatMap(({ name, production, versions }) => [
      `${name}${production ? ' (production)' : ''}`,
      ...(versions.length === 0 ? ['  nothing is recorded here'] : []),
      ...versions.map(({ pacticipant, version }) => `  ${pacticipant} ${version}`),
      '',
    ]),
    ...unknown,
  ]
    .join('\n')
    .trimEnd();
}

function block({ domain, owner, rows, next }: DomainPicture): string[] {
  return [
    `${domain} (${owner ?? 'nobody answers for it'})`,
    ...rows.flatMap(({ label, lines }) =>
      field(
        label,
        lines.map(({ text }) => text),
      ),
    ),
    ...field('next', [next.command, `(${next.why})`]),
    '',
  ];
}

function field(name: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => `  ${(index === 0 ? name : '').padEnd(10)}${line}`);
}
