import { escapeHtml } from '../ui/html.ts';

const COLOURS: Readonly<Record<string, string>> = {
  brightgreen: '#2c7a3f',
  red: '#b42318',
  orange: '#9a5b00',
  lightgrey: '#5c5f66',
};

/** Rough width of a letter at 11 pixels; badges need no more. */
const LETTER_WIDTH = 6.6;
const PADDING = 12;

/** A badge drawn here, for networks that cannot reach an image service. */
export function badgeSvg(badge: {
  readonly title: string;
  readonly status: string;
  readonly colour: string;
}): string {
  const left = Math.round(badge.title.length * LETTER_WIDTH + PADDING);
  const right = Math.round(badge.status.length * LETTER_WIDTH + PADDING);
  const [title, status] = [escapeHtml(badge.title), escapeHtml(badge.status)];
  const fill = COLOURS[badge.colour] ?? '#5c5f66';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${title}: ${status}">`,
    `<title>${title}: ${status}</title>`,
    `<rect width="${left}" height="20" fill="#444"/><rect x="${left}" width="${right}" height="20" fill="${fill}"/>`,
    '<g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,sans-serif" font-size="11">',
    `<text x="${left / 2}" y="14">${title}</text><text x="${left + right / 2}" y="14">${status}</text>`,
    '</g></svg>',
  ].join('');
}
