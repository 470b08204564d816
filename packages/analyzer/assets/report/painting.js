import {
  accessesOfFile,
  accessesOfTable,
  code,
  colour,
  count,
  data,
  FILE,
  linksFrom,
  linksTo,
  use,
} from './store.js';

/** Below this zoom the members of a domain that is not opened are not drawn. */
const MEMBERS_FROM = 1.1;
const LABELS_FROM = 2.1;

export function paint(view) {
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
  const seen = circles.filter(({ x, y, r }) => inSight(view, x, y, r + NAME_ROOM));
  for (const circle of seen) paintCircle(context, view, circle, { ink, paper });
  for (const circle of seen) paintName(context, view, circle, { ink, paper });
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

export const showsMembers = ({ state }, circle) =>
  state.all || state.opened.has(circle.index) || state.zoom > MEMBERS_FROM;

function paintCircle(context, view, circle, { ink, paper }) {
  const { state } = view;
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
  if (open) paintMembers(context, view, circle, ink);
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
  if (!open && circle.r * zoom > 34)
    write(count(metrics.files, 'file'), size * 0.72, 400, y + size);
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

/** Shades of files by confidence: a colour is set once for all of a shade. */
const SHADES = 6;
const FILE_RADIUS = 3.4;

function paintMembers(context, view, circle, ink) {
  const { state, spots } = view;
  const seen = spots[circle.index].filter(({ x, y }) => inSight(view, x, y, MEMBER_ROOM));
  const shades = Map.groupBy(
    seen.filter(({ type }) => type === 'file'),
    ({ index }) => Math.min(SHADES - 1, Math.floor(data.files[index][FILE.confidence] * SHADES)),
  );
  for (const [shade, files] of shades) {
    context.fillStyle = colour(circle.index, 0.35 + (0.5 * (shade + 0.5)) / SHADES);
    for (const { x, y } of files) {
      context.beginPath();
      context.arc(x, y, FILE_RADIUS, 0, 2 * Math.PI);
      context.fill();
    }
  }
  context.fillStyle = colour(circle.index);
  for (const spot of seen) {
    const lit = state.hover?.type === spot.type && state.hover.index === spot.index;
    if (spot.type === 'table') {
      const half = lit ? 7 : 5;
      context.fillRect(spot.x - half, spot.y - half, half * 2, half * 2);
    } else if (lit) {
      context.beginPath();
      context.arc(spot.x, spot.y, 5.5, 0, 2 * Math.PI);
      context.fill();
    }
  }
  paintLabels(context, state.zoom, seen, ink);
}

function paintLabels(context, zoom, spots, ink) {
  context.textAlign = 'center';
  context.fillStyle = ink;
  for (const { type, index, x, y } of spots) {
    const isTable = type === 'table';
    if (zoom < LABELS_FROM && !(isTable && zoom > 1.4)) continue;
    const name = isTable ? data.tables[index].name : data.files[index][FILE.path].split('/').pop();
    context.font = `${(isTable ? 11 : 9) / Math.max(1, zoom / 2)}px system-ui, sans-serif`;
    context.fillText(name, x, y - 6);
  }
}

/** Room for what is written above a circle, and beside a file. */
const NAME_ROOM = 60;
const MEMBER_ROOM = 80;

/** Whether anything within `r` of a point of the map is on the canvas. */
function inSight({ canvas, state }, x, y, r) {
  const across = x * state.zoom + state.x;
  const down = y * state.zoom + state.y;
  const reach = r * state.zoom;
  return (
    across > -reach &&
    down > -reach &&
    across < canvas.clientWidth + reach &&
    down < canvas.clientHeight + reach
  );
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
