import { colour, data, siteText } from './store.js';

/** Makes an element: `make('p', {class: 'x'}, 'text', child)`. Text is never read as HTML. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export const listeners = { select: () => {} };

/** A button that opens the details of a thing: `{type, index}`. */
export const opener = (thing, ...label) =>
  make(
    'button',
    { class: 'link', type: 'button', onclick: () => listeners.select(thing) },
    ...label,
  );

export const domainButton = (index) =>
  index < 0
    ? make('span', { class: 'low' }, 'no domain')
    : opener(
        { type: 'domain', index },
        make('span', { class: 'dot', style: `background:${colour(index)}`, 'aria-hidden': 'true' }),
        data.domains[index].name,
      );

export const fileButton = (index) => opener({ type: 'file', index }, data.files[index][0]);
export const tableButton = (index) => opener({ type: 'table', index }, data.tables[index].name);

export const siteList = (sites, most = 12) =>
  sites.length === 0
    ? null
    : make(
        'ul',
        { class: 'bare' },
        sites.slice(0, most).map((site) => make('li', { class: 'site' }, siteText(site))),
        sites.length > most
          ? make('li', { class: 'low' }, `and ${sites.length - most} more in analysis.json`)
          : null,
      );

export const reasonList = (reasons) =>
  make(
    'ul',
    {},
    reasons.map(([text, sites]) => make('li', {}, text, siteList(sites, 4))),
  );

/** A list that starts short and grows on demand, so that thousands of rows stay fluid. */
export function growing(items, draw, step = 60) {
  const box = make('div');
  let shown = 0;
  const more = make('button', { type: 'button', onclick: () => grow() }, '');
  const grow = () => {
    const next = items.slice(shown, shown + step).map(draw);
    shown += next.length;
    more.before(...next);
    more.textContent = `Show more (${items.length - shown} left)`;
    more.hidden = shown >= items.length;
  };
  box.append(more);
  grow();
  return box;
}
