import { alternatives } from './alternatives.js';
import { showDetail } from './detail.js';
import { listeners, make } from './dom.js';
import { findings } from './findings.js';
import { map } from './map.js';
import { matrix } from './matrix.js';
import { overview } from './overview.js';
import { plan } from './plan.js';
import { layOut } from './print.js';
import { data } from './store.js';

const VIEWS = [
  ['overview', 'Overview', overview],
  ['map', 'Map', map],
  ['matrix', 'Matrix', matrix],
  ['plan', 'Plan', plan],
  ['findings', `Findings (${data.findings.length})`, findings],
  ['alternatives', 'Alternatives', alternatives],
];

function show() {
  const wanted = location.hash.slice(1);
  // The skip link jumps within the view that is open.
  if (wanted === 'view' && document.querySelector('nav a[aria-current]')) return;
  const [id, , draw] = VIEWS.find(([name]) => name === wanted) ?? VIEWS[0];
  const view = document.getElementById('view');
  view.replaceChildren(...draw().filter((part) => part !== null));
  for (const link of document.querySelectorAll('nav a')) {
    if (link.hash === `#${id}`) {
      link.setAttribute('aria-current', 'page');
      // On a narrow screen the tabs scroll.
      link.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    } else link.removeAttribute('aria-current');
  }
}

listeners.select = showDetail;
document.getElementById('subject').textContent = data.root;
document.getElementById('foot').textContent =
  `ashlar ${data.version}. This page needs no network; analysis.json and plan.json hold the same.`;
document.title = `Ashlar: ${data.root}`;
document
  .getElementById('tabs')
  .append(...VIEWS.map(([id, title]) => make('a', { href: `#${id}` }, title)));
addEventListener('hashchange', show);
// Paper is white, whatever the screen is; the canvas of the map takes its colours from here.
addEventListener('beforeprint', () => {
  document.documentElement.style.colorScheme = 'light';
  layOut(document.getElementById('view'));
});
addEventListener('afterprint', () => {
  document.documentElement.style.removeProperty('color-scheme');
  show();
});
addEventListener('keydown', (event) => {
  if (event.key === 'Escape') showDetail(null);
});
show();
