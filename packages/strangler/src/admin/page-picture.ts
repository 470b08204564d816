/** The part of the dashboard's script that shows the domains; see page-script.ts. */
export const PICTURE_SCRIPT: string = `
const PICTURE_EVERY_MS = 10000;
let pictureDue = 0;
let pictureShown = '';

function pictureRow({ label, lines }) {
  const cell = make('td');
  cell.append(...lines.map(({ text, tone }) => make('div', text, tone === 'plain' ? '' : tone)));
  return labelled(label, cell);
}

function domainRow({ domain, owner, rows, next }) {
  const row = make('tr');
  const name = make('th', domain);
  name.scope = 'row';
  name.append(make('br'), make('small', owner || 'nobody answers for it', owner ? '' : 'bad'));
  const todo = make('td');
  const command = make('code', next.command, 'command');
  // Reachable by keyboard, so that it can be scrolled and copied.
  command.tabIndex = 0;
  command.id = 'next-' + domain;
  todo.append(command, make('small', next.why));
  row.append(name, ...rows.map(pictureRow), labelled('Next', todo));
  return row;
}

function columns({ domains }) {
  const labels = domains.length === 0 ? [] : domains[0].rows.map(({ label }) => label);
  return ['Domain', ...labels, 'Next'].map((label) => {
    const cell = make('th', label);
    cell.scope = 'col';
    return cell;
  });
}

function showPicture(picture) {
  byId('domains-section').hidden = picture === null;
  if (picture === null) return;
  const next = JSON.stringify(picture);
  if (next === pictureShown) return;
  pictureShown = next;
  keepingFocus(() => {
    byId('domain-columns').replaceChildren(...columns(picture));
    byId('domains').replaceChildren(...picture.domains.map(domainRow));
    byId('unknown').replaceChildren(...picture.unknown.map((text) => make('li', text)));
  });
}

// Working it out takes seconds, so nothing waits for it.
async function refreshPicture() {
  if (Date.now() < pictureDue) return;
  pictureDue = Infinity;
  try {
    showPicture(await call('/picture'));
  } catch (error) {
    byId('unknown').replaceChildren(make('li', error.message, 'bad'));
  } finally {
    pictureDue = Date.now() + PICTURE_EVERY_MS;
  }
}
`;
