import { domainButton, listeners, make } from './dom.js';
import { placeDomains, placeMembers } from './layout.js';
import {
  accessesOfFile,
  accessesOfTable,
  code,
  colour,
  data,
  FILE,
  linksFrom,
  linksTo,
  use,
} from './store.js';

/** Below this zoom the members of a domain that is not opened are not drawn. */
const MEMBERS_FROM = 1.1;
const LABELS_FROM = 2.1;

const painters = new WeakMap();
/** Draws a map at once, at the size it has now: a printer does not wait for the next frame. */
export const paintMap = (canvas) => painters.get(canvas)?.();

/** The map: domains as circles, tables as squares, files as dots; canvas, so that thousands stay fluid. */
export function map() {
  const canvas = make('canvas', {
    tabindex: '0',
    role: 'img',
    'aria-label':
      'Map of the domains. Arrow keys go from domain to domain, Enter opens, plus and minus zoom. The list below holds the same.',
  });
  const tip = make('div', { class: 'tip', hidden: true });
  const circles = placeDomains();
  const spots = circles.map(placeMembers);
  const place = new Map(spots.flat().map((spot) => [`${spot.type}:${spot.index}`, spot]));
  const state = { zoom: 1, x: 0, y: 0, opened: new Set(), hover: null, focus: -1, all: false };
  const view = { canvas, tip, circles, spots, place, state };
  const draw = () => requestAnimationFrame(() => paint(view));
  const fit = () => {
    fitAll(view);
    draw();
  };
  new ResizeObserver(fit).observe(canvas);
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
    make(
      'div',
      { class: 'filters' },
      toggle,
      make('button', { type: 'button', onclick: fit }, 'Fit'),
      make('span', {}, make('span', { class: 'key' }), 'code'),
      make('span', {}, make('span', { class: 'key data' }), 'access to another’s tables'),
      make(
        'span',
        { class: 'low' },
        'squares are tables, dots are files; click for evidence, scroll to zoom, drag to move',
      ),
    ),
    make('div', { class: 'map' }, canvas, tip),
    make(
      'div',
      { class: 'legend' },
      data.domains.map((_, index) => domainButton(index)),
    ),
  ];
}

function fitAll({ canvas, circles, state }) {
  const ratio = devicePixelRatio || 1;
  canvas.width = canvas.clientWidth * ratio;
  canvas.height = canvas.clientHeight * ratio;
  if (circles.length === 0) return;
  const left = Math.min(...circles.map((c) => c.x - c.r));
  const right = Math.max(...circles.map((c) => c.x + c.r));
  const top = Math.min(...circles.map((c) => c.y - c.r)) - 24;
  const bottom = Math.max(...circles.map((c) => c.y + c.r));
  state.zoom =
    0.94 * Math.min(canvas.clientWidth / (right - left), canvas.clientHeight / (bottom - top), 2);
  state.x = canvas.clientWidth / 2 - ((left + right) / 2) * state.zoom;
  state.y = canvas.clientHeight / 2 - ((top + bottom) / 2) * state.zoom;
}

function paint(view) {
  const { canvas, circles, state } = view;
  const context = canvas.getContext('2d');
  const ratio = devicePixelRatio || 1;
  const ink = getComputedStyle(canvas).color;
  const paper = getComputedStyle(canvas.parentElement).backgroundColor;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
  context.translate(state.x, state.y);
  context.scale(state.zoom, state.zoom);
  paintTies(context, view);
  for (const circle of circles) paintCircle(context, view, circle, { ink, paper });
  for (const circle of circles) paintName(context, view, circle, { ink, paper });
  if (state.hover && state.hover.type !== 'domain') paintNeighbours(context, view, ink);
}

/** The heaviest tie of each kind between two different domains. */
const heaviest = (ties) =>
  Math.max(1, ...ties.map((row, from) => Math.max(0, ...row.filter((_, to) => to !== from))));
const mostCode = heaviest(code);
const mostUse = heaviest(use);

const active = ({ state }) => (state.hover?.type === 'domain' ? state.hover.index : state.focus);

function paintTies(context, view) {
  const { circles, state } = view;
  const chosen = active(view);
  for (const a of circles) {
    for (const b of circles) {
      if (a === b) continue;
      const mine = chosen === a.index || chosen === b.index;
      const crowded = chosen < 0 && circles.length > 12;
      const faint = (weight, most) =>
        mine ? 0.85 : chosen >= 0 ? 0.04 : crowded ? 0.08 + 0.6 * (weight / most) : 0.6;
      const linked = code[a.index][b.index];
      const used = use[a.index][b.index];
      const { zoom } = state;
      tie(context, a, b, {
        weight: linked,
        stroke: 'hsl(220 8% 55%)',
        dash: [],
        alpha: faint(linked, mostCode),
        bend: 0.07,
        zoom,
      });
      tie(context, a, b, {
        weight: used,
        stroke: 'hsl(4 70% 52%)',
        dash: [9, 6],
        alpha: faint(used, mostUse),
        bend: 0.16,
        zoom,
      });
    }
  }
}

function tie(context, a, b, { weight, stroke, dash, alpha, bend, zoom }) {
  if (weight === 0) return;
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const distance = Math.hypot(dx, dy) || 1;
  const start = { x: a.x + (dx / distance) * a.r, y: a.y + (dy / distance) * a.r };
  const end = { x: b.x - (dx / distance) * (b.r + 5), y: b.y - (dy / distance) * (b.r + 5) };
  const middle = { x: (start.x + end.x) / 2 - dy * bend, y: (start.y + end.y) / 2 + dx * bend };
  context.globalAlpha = alpha;
  context.strokeStyle = stroke;
  context.fillStyle = stroke;
  context.lineWidth = (0.8 + Math.log2(1 + weight) * 0.6) / Math.max(0.6, Math.min(1.5, zoom));
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(start.x, start.y);
  context.quadraticCurveTo(middle.x, middle.y, end.x, end.y);
  context.stroke();
  context.setLineDash([]);
  const angle = Math.atan2(end.y - middle.y, end.x - middle.x);
  const size = 7 + context.lineWidth;
  context.beginPath();
  context.moveTo(end.x, end.y);
  context.lineTo(end.x - Math.cos(angle - 0.4) * size, end.y - Math.sin(angle - 0.4) * size);
  context.lineTo(end.x - Math.cos(angle + 0.4) * size, end.y - Math.sin(angle + 0.4) * size);
  context.fill();
  context.globalAlpha = 1;
}

const showsMembers = ({ state }, circle) =>
  state.all || state.opened.has(circle.index) || state.zoom > MEMBERS_FROM;

function paintCircle(context, view, circle, { ink, paper }) {
  const { state, spots } = view;
  const open = showsMembers(view, circle);
  const chosen = active(view) === circle.index;
  context.beginPath();
  context.arc(circle.x, circle.y, circle.r, 0, 7);
  context.fillStyle = paper;
  context.fill();
  context.fillStyle = colour(circle.index, open ? 0.1 : 0.24);
  context.fill();
  context.lineWidth = (chosen ? 4 : 1.8) / Math.max(0.5, state.zoom);
  context.strokeStyle = colour(circle.index);
  context.stroke();
  if (open) for (const spot of spots[circle.index]) paintSpot(context, view, spot, ink);
}

function paintName(context, view, circle, { ink, paper }) {
  const { zoom } = view.state;
  const { name, metrics } = data.domains[circle.index];
  const open = showsMembers(view, circle);
  const size = Math.max(11, Math.min(16, (circle.r * zoom) / 3)) / zoom;
  const y = open ? circle.y - circle.r - size * 0.4 : circle.y;
  context.textAlign = 'center';
  context.lineJoin = 'round';
  const write = (text, wished, weight, at) => {
    const pixels = open ? wished : fittingSize(context, text, wished, weight, circle.r * 1.8, zoom);
    context.font = `${weight} ${pixels}px system-ui, sans-serif`;
    context.strokeStyle = paper;
    context.lineWidth = pixels / 4;
    // Over an open circle there is room; in a closed one a name must not run over its neighbours.
    const shown = open ? text : shortened(context, text, circle.r * 1.8);
    if (open) context.strokeText(shown, circle.x, at);
    context.fillStyle = ink;
    context.fillText(shown, circle.x, at);
  };
  write(name, size, 600, y);
  if (!open && circle.r * zoom > 34) write(`${metrics.files} files`, size * 0.72, 400, y + size);
}

/** Letters shrink before a name is cut, as far as anybody can still read them. */
const SMALLEST_LETTERS = 8;

function fittingSize(context, text, wished, weight, width, zoom) {
  context.font = `${weight} ${wished}px system-ui, sans-serif`;
  const needed = context.measureText(text).width;
  const smallest = Math.min(wished, SMALLEST_LETTERS / zoom);
  // A little less, since letters do not shrink in step with their size.
  return needed <= width ? wished : Math.max(smallest, (0.97 * wished * width) / needed);
}

/** The text, cut with an ellipsis to a width; nothing where less than two letters would be left. */
function shortened(context, text, width) {
  if (context.measureText(text).width <= width) return text;
  for (let length = text.length - 1; length >= 2; length--) {
    const cut = `${text.slice(0, length)}…`;
    if (context.measureText(cut).width <= width) return cut;
  }
  return '';
}

function paintSpot(context, { state }, spot, ink) {
  const lit = state.hover?.type === spot.type && state.hover.index === spot.index;
  context.fillStyle = colour(
    spot.domain,
    spot.type === 'table' ? 1 : 0.35 + 0.5 * (data.files[spot.index]?.[FILE.confidence] ?? 0),
  );
  if (spot.type === 'table') {
    const half = lit ? 7 : 5;
    context.fillRect(spot.x - half, spot.y - half, half * 2, half * 2);
  } else {
    context.beginPath();
    context.arc(spot.x, spot.y, lit ? 5.5 : 3.4, 0, 7);
    context.fill();
  }
  if (state.zoom < LABELS_FROM && !(spot.type === 'table' && state.zoom > 1.4)) return;
  const name =
    spot.type === 'table'
      ? data.tables[spot.index].name
      : data.files[spot.index][FILE.path].split('/').pop();
  context.font = `${(spot.type === 'table' ? 11 : 9) / Math.max(1, state.zoom / 2)}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.fillStyle = ink;
  context.fillText(name, spot.x, spot.y - 6);
}

function paintNeighbours(context, { place, state }, ink) {
  const { type, index } = state.hover;
  const from = place.get(`${type}:${index}`);
  if (!from) return;
  const ends =
    type === 'file'
      ? [
          ...linksFrom[index].map(([, to]) => `file:${to}`),
          ...linksTo[index].map(([a]) => `file:${a}`),
          ...accessesOfFile[index].map(([, t]) => `table:${t}`),
        ]
      : accessesOfTable[index].map(([file]) => `file:${file}`);
  context.strokeStyle = ink;
  context.globalAlpha = 0.5;
  context.lineWidth = 1 / state.zoom;
  context.beginPath();
  for (const key of ends) {
    const to = place.get(key);
    if (!to) continue;
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
  }
  context.stroke();
  context.globalAlpha = 1;
}

function hit(view, px, py) {
  const { circles, spots, state } = view;
  const x = (px - state.x) / state.zoom;
  const y = (py - state.y) / state.zoom;
  const circle = circles.find((c) => Math.hypot(c.x - x, c.y - y) <= c.r);
  if (!circle) return null;
  if (showsMembers(view, circle)) {
    const reach = Math.max(6, 9 / state.zoom);
    const spot = spots[circle.index].find(
      (s) => Math.abs(s.x - x) < reach && Math.abs(s.y - y) < reach,
    );
    if (spot) return { type: spot.type, index: spot.index };
  }
  return { type: 'domain', index: circle.index };
}

const nameOf = ({ type, index }) =>
  type === 'domain'
    ? data.domains[index].name
    : type === 'table'
      ? `table ${data.tables[index].name}`
      : data.files[index][FILE.path];

function wirePointer(view, draw) {
  const { canvas, state, tip } = view;
  const pointers = new Map();
  let moved = 0;
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, at(event));
    moved = 0;
  });
  canvas.addEventListener('pointermove', (event) => {
    const now = at(event);
    const before = pointers.get(event.pointerId);
    if (before) {
      const others = [...pointers]
        .filter(([id]) => id !== event.pointerId)
        .map(([, point]) => point);
      if (others.length > 0) pinch(state, before, now, others[0]);
      else {
        state.x += now.x - before.x;
        state.y += now.y - before.y;
      }
      moved += Math.hypot(now.x - before.x, now.y - before.y);
      pointers.set(event.pointerId, now);
    } else {
      state.hover = hit(view, now.x, now.y);
      tip.hidden = state.hover === null;
      if (state.hover) {
        tip.textContent = nameOf(state.hover);
        tip.style.left = `${Math.min(now.x + 12, canvas.clientWidth - 200)}px`;
        tip.style.top = `${now.y + 14}px`;
      }
    }
    draw();
  });
  const release = (event) => {
    pointers.delete(event.pointerId);
    if (event.type !== 'pointerup' || moved > 5) return;
    const { x, y } = at(event);
    const thing = hit(view, x, y);
    if (thing?.type === 'domain') state.opened.add(thing.index);
    if (thing) listeners.select(thing);
    draw();
  };
  canvas.addEventListener('pointerup', release);
  canvas.addEventListener('pointercancel', release);
  canvas.addEventListener('pointerleave', () => {
    state.hover = null;
    tip.hidden = true;
    draw();
  });
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const { x, y } = at(event);
      zoomAt(state, x, y, Math.exp(-event.deltaY * 0.0015));
      draw();
    },
    { passive: false },
  );
}

function zoomAt(state, x, y, by) {
  const zoom = Math.max(0.08, Math.min(12, state.zoom * by));
  state.x = x - ((x - state.x) * zoom) / state.zoom;
  state.y = y - ((y - state.y) * zoom) / state.zoom;
  state.zoom = zoom;
}

function pinch(state, before, now, other) {
  const was = Math.hypot(before.x - other.x, before.y - other.y) || 1;
  const is = Math.hypot(now.x - other.x, now.y - other.y) || 1;
  zoomAt(state, (now.x + other.x) / 2, (now.y + other.y) / 2, is / was);
}

function wireKeys(view, draw, fit) {
  const { canvas, circles, state } = view;
  canvas.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step !== undefined)
      state.focus = (state.focus + step + circles.length) % Math.max(1, circles.length);
    else if (event.key === 'Enter' && state.focus >= 0) {
      state.opened.add(state.focus);
      listeners.select({ type: 'domain', index: state.focus });
    } else if (event.key === '+' || event.key === '-')
      zoomAt(
        state,
        canvas.clientWidth / 2,
        canvas.clientHeight / 2,
        event.key === '+' ? 1.25 : 0.8,
      );
    else if (event.key === '0') fit();
    else if (event.key === 'Escape') state.focus = -1;
    else return;
    event.preventDefault();
    draw();
  });
}
