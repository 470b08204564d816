import { colour, data, siteText } from './store.js';

/** A number and its sign stay on one line. */
const SHARE = /(\d) %/g;

/** Makes an element: `make('p', {class: 'x'}, 'text', child)`. Text is never read as HTML. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children.flat())
    if (child !== null && child !== undefined)
      element.append(typeof child === 'string' ? child.replace(SHARE, '$1\u00a0%') : child);
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

/** A path that breaks behind its slashes, where it has to break. */
export const pathText = (path) =>
  path.split('/').flatMap((part, i) => (i === 0 ? part : ['/', make('wbr'), part]));

/** A file, or a line of it; both open the file. */
export const fileButton = (index, line) =>
  opener(
    { type: 'file', index },
    ...pathText(line === undefined ? data.files[index][0] : siteText([index, line])),
  );

/** A line of a list: what it begins with stands apart, so that long paths hang beside it. */
export const row = (lead, ...content) =>
  make('div', { class: 'row' }, make('span', { class: 'low' }, lead), make('div', {}, ...content));

export const tieButton = (from, to, label) => opener({ type: 'tie', from, to }, label);

export const tableButton = (index) => opener({ type: 'table', index }, data.tables[index].name);

/** A place; one in a listed file opens what is known about that file. */
const place = (site) =>
  typeof site[0] === 'number'
    ? opener({ type: 'file', index: site[0] }, ...pathText(siteText(site)))
    : pathText(siteText(site));

/** So few more are shown at once: "and 1 more" takes as much room as the one. */
const FEW = 2;

/** Places, the first few of many at once and the rest on demand. */
export function siteList(sites, wanted = 12) {
  if (sites.length === 0) return null;
  const most = sites.length <= wanted + FEW ? sites.length : wanted;
  const line = (site) => make('li', { class: 'site' }, place(site));
  const list = make('ul', { class: 'bare' }, sites.slice(0, most).map(line));
  const left = sites.slice(most);
  if (left.length === 0) return list;
  const more = make('li', {}, make('button', { class: 'link', type: 'button' }));
  const button = more.firstChild;
  button.textContent = `and ${left.length} more`;
  button.addEventListener('click', () => {
    const rest = left.map(line);
    more.replaceWith(...rest);
    // The button that had the focus is gone.
    rest[0].querySelector('button')?.focus();
  });
  list.append(more);
  return list;
}

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
