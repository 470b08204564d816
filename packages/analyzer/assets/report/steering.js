import { pinch, toggleDomain, zoomAt } from './camera.js';
import { listeners } from './dom.js';
import { active, showsMembers } from './painting.js';
import { code, count, data, FILE, use } from './store.js';
import { tieAt } from './ties.js';

/** How far from a line, in CSS pixels, a pointer still means it. */
const TIE_REACH = 6;

function hit(view, px, py) {
  const { circles, spots, squares, state } = view;
  const x = (px - state.x) / state.zoom;
  const y = (py - state.y) / state.zoom;
  const circle = circles.find((c) => Math.hypot(c.x - x, c.y - y) <= c.r);
  if (!circle) {
    const tie = tieAt(view, active(view), x, y, TIE_REACH / state.zoom);
    return tie ? { type: 'tie', from: tie.from, to: tie.to } : null;
  }
  const spot = showsMembers(view, circle)
    ? nearest(spots[circle.index], x, y, Math.max(6, 9 / state.zoom))
    : nearest(squares[circle.index], x, y, 6 / state.zoom);
  return spot ? { type: spot.type, index: spot.index } : { type: 'domain', index: circle.index };
}

/** The spot that is nearest to a point, if any is within reach. */
function nearest(spots, x, y, reach) {
  let best = null;
  let least = reach;
  for (const spot of spots) {
    const distance = Math.hypot(spot.x - x, spot.y - y);
    if (distance > least) continue;
    best = spot;
    least = distance;
  }
  return best;
}

const NAMES = {
  domain: ({ index }) => data.domains[index].name,
  table: ({ index }) => `table ${data.tables[index].name}`,
  file: ({ index }) => data.files[index][FILE.path],
  tie: ({ from, to }) =>
    `${data.domains[from].name} → ${data.domains[to].name}: ${count(code[from][to], 'link')}, ${count(use[from][to], 'access', 'accesses')} to tables`,
};

/** A domain in words, for who hears the map. */
function sayDomain(index) {
  const { name, metrics } = data.domains[index];
  const far = (rows) =>
    data.domains.flatMap((other, i) => (i !== index && rows(i) > 0 ? [other.name] : []));
  const list = (words, names) => (names.length === 0 ? '' : `; ${words} ${names.join(', ')}`);
  return (
    `${name}: ${count(metrics.files, 'file')}, ${count(metrics.tables, 'table')}` +
    list(
      'uses',
      far((i) => code[index][i] + use[index][i]),
    ) +
    list(
      'is used by',
      far((i) => code[i][index] + use[i][index]),
    )
  );
}

export function wirePointer(view, draw) {
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
        state.moved = true;
      }
      moved += Math.hypot(now.x - before.x, now.y - before.y);
      pointers.set(event.pointerId, now);
    } else {
      state.hover = hit(view, now.x, now.y);
      tip.hidden = state.hover === null;
      if (state.hover) {
        tip.textContent = NAMES[state.hover.type](state.hover);
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
    if (thing?.type === 'domain') toggleDomain(view, thing.index);
    // Fingers point at nothing before they press: what was pressed shows its ties.
    if (thing?.type !== 'tie') state.focus = thing?.type === 'domain' ? thing.index : -1;
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

export function wireKeys(view, draw, fit) {
  const { canvas, circles, state } = view;
  canvas.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step !== undefined && circles.length > 0) {
      // The first step, in either direction, goes to an end of the list.
      const from = state.focus < 0 && step < 0 ? 0 : state.focus;
      state.focus = (from + step + circles.length) % circles.length;
      view.said.textContent = sayDomain(state.focus);
    } else if (event.key === 'Enter' && state.focus >= 0) {
      toggleDomain(view, state.focus);
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
