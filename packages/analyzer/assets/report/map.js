import { fitAll, setSize, sizeOf } from './camera.js';
import { domainButton, make } from './dom.js';
import { placeDomains, placeMembers, placeSquares } from './layout.js';
import { paint } from './painting.js';
import { wireKeys, wirePointer } from './steering.js';
import { count, data, FILE } from './store.js';
import { isCrowded, placeTies } from './ties.js';

const painters = new WeakMap();
/** Draws a map at once, at the size it has now: a printer does not wait for the next frame. */
export const paintMap = (canvas) => painters.get(canvas)?.();

/** What the style sheet leaves a map on this screen: how much wider than high. */
const aspectOfScreen = () => {
  const wide = document.getElementById('view').clientWidth;
  const high = wide < 760 ? innerHeight * 0.62 : Math.min(innerHeight * 0.72, 760);
  return Math.max(0.6, Math.min(2.4, wide / high));
};

/** The map: domains as circles, tables as squares, files as dots; canvas, so that thousands stay fluid. */
export function map(aspect = aspectOfScreen()) {
  const canvas = make('canvas', {
    tabindex: '0',
    // The arrow keys are for the map, also where a screen reader would use them itself.
    role: 'application',
    'aria-label':
      'Map of the domains. Arrow keys go from domain to domain, Enter opens and closes, plus and minus zoom, 0 fits. The list below holds the same.',
  });
  const said = make('p', { class: 'unseen', role: 'status' });
  const tip = make('div', { class: 'tip', hidden: true });
  const circles = placeDomains(aspect);
  const spots = circles.map(placeMembers);
  const place = new Map(spots.flat().map((spot) => [`${spot.type}:${spot.index}`, spot]));
  const state = {
    ...{ zoom: 1, x: 0, y: 0, opened: new Set(), hover: null, focus: -1, all: false },
    /** Whether somebody has zoomed or dragged since it was fitted. */
    moved: false,
  };
  const squares = circles.map(placeSquares);
  const ties = placeTies(circles);
  const view = { canvas, tip, circles, spots, squares, ties, place, state, said };
  let due = false;
  /** Once a frame, however many events come between two. */
  const draw = () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      paint(view);
    });
  };
  const fit = () => {
    fitAll(view);
    state.moved = false;
    draw();
  };
  // Opening the details makes the map narrower: what somebody went to stays in the middle.
  new ResizeObserver(() => {
    if (!state.moved) return fit();
    const { width, height } = sizeOf(canvas);
    setSize(canvas);
    state.x += (canvas.clientWidth - width) / 2;
    state.y += (canvas.clientHeight - height) / 2;
    draw();
  }).observe(canvas);
  painters.set(canvas, () => {
    fitAll(view);
    paint(view);
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  wirePointer(view, draw);
  wireKeys(view, draw, fit);
  const toggle = make(
    'button',
    {
      type: 'button',
      'aria-pressed': 'false',
      onclick: () => {
        state.all = !state.all;
        toggle.setAttribute('aria-pressed', String(state.all));
        draw();
      },
    },
    'Show all files',
  );
  return [
    make('h2', { class: 'unseen' }, 'Map'),
    make(
      'div',
      { class: 'filters' },
      toggle,
      make('button', { type: 'button', onclick: fit }, 'Fit'),
      make('span', {}, make('span', { class: 'key' }), 'code'),
      make('span', {}, make('span', { class: 'key data' }), 'access to another’s tables'),
      make('span', {}, make('span', { class: 'key square' }), 'table'),
      make('span', {}, make('span', { class: 'key round' }), 'file'),
    ),
    make('p', { class: 'low' }, HELP, isCrowded() ? CROWDED_HELP : '', elsewhere()),
    make('div', { class: 'map' }, canvas, tip, said),
    make(
      'ul',
      { class: 'legend', 'aria-label': 'Domains' },
      data.domains.map(({ metrics: { files, tables } }, index) =>
        make(
          'li',
          {},
          domainButton(index),
          make(
            'span',
            { class: 'low' },
            ` ${count(files, 'file')}${tables ? `, ${count(tables, 'table')}` : ''}`,
          ),
        ),
      ),
    ),
  ];
}

const HELP =
  'Click a domain to open or close it, a line, table or file for its evidence; scroll or pinch to zoom, drag to move. ';
const CROWDED_HELP =
  'Of many ties the heaviest are drawn; point at a domain to see all of its own. ';

/** The map shows domains; where the rest of the files is. */
function elsewhere() {
  const rest = data.files.filter((file) => file[FILE.domain] < 0).length;
  return rest === 0
    ? ''
    : `Not on the map, since in no domain: ${count(rest, 'file')} of libraries, of shell, or tied to nothing.`;
}
