/** Where on the map the canvas looks, and how close. */

export function setSize(canvas) {
  const ratio = devicePixelRatio || 1;
  canvas.width = canvas.clientWidth * ratio;
  canvas.height = canvas.clientHeight * ratio;
}

/** The size it was drawn at last, in CSS pixels. */
export function sizeOf(canvas) {
  const ratio = devicePixelRatio || 1;
  return { width: canvas.width / ratio, height: canvas.height / ratio };
}

export function fitAll({ canvas, circles, state }) {
  setSize(canvas);
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

export function zoomAt(state, x, y, by) {
  const zoom = Math.max(0.08, Math.min(12, state.zoom * by));
  state.x = x - ((x - state.x) * zoom) / state.zoom;
  state.y = y - ((y - state.y) * zoom) / state.zoom;
  state.zoom = zoom;
  state.moved = true;
}

export function pinch(state, before, now, other) {
  const was = Math.hypot(before.x - other.x, before.y - other.y) || 1;
  const is = Math.hypot(now.x - other.x, now.y - other.y) || 1;
  zoomAt(state, (now.x + other.x) / 2, (now.y + other.y) / 2, is / was);
}

/** Below this zoom a file is a dot that nobody hits. */
const SMALLEST_OPEN = 0.8;

/** Opens a domain, close enough to see its files, or closes it again. */
export function toggleDomain({ canvas, circles, state }, index) {
  if (state.opened.delete(index)) return;
  state.opened.add(index);
  if (state.zoom >= SMALLEST_OPEN) return;
  const { x, y } = circles[index];
  state.zoom = SMALLEST_OPEN;
  state.x = canvas.clientWidth / 2 - x * state.zoom;
  state.y = canvas.clientHeight / 2 - y * state.zoom;
  state.moved = true;
}
