import type { Evolution } from './model.ts';

export function renderEvolutionText({ compatible, mode, versions, breaks }: Evolution): string {
  const lines = breaks.map(({ direction, event, member, message, writer, reader }) => {
    const place = [event, member.join('.')].filter((part) => part).join(': ') || 'the event';
    const who =
      direction === 'backward'
        ? `${reader.file} does not read what ${writer.file} wrote`
        : `${reader.file} does not read what ${writer.file} writes`;
    return [
      `✗ ${place} ${message} [${direction}]`,
      `    ${who}`,
      `    written as  ${writer.file}#${writer.pointer}`,
      `    read as     ${reader.file}#${reader.pointer}`,
    ].join('\n');
  });
  const answer = compatible
    ? `Yes: ${versions.at(-1)} is ${mode} compatible.`
    : `No: ${versions.at(-1)} is not ${mode} compatible.`;
  return `${[...lines, answer].join('\n')}\n`;
}
