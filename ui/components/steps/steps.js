// Point at an element or go to it by keys: it lights up in every step, with all of its copies.
const STATES = new WeakMap();

function show(state) {
  const { root, base, over } = state;
  if (!root.isConnected) return;
  state.colours = theme(root);
  const style = getComputedStyle(root);
  state.code = style.getPropertyValue("--st-code-font").trim() || "monospace";
  state.ramp = style.getPropertyValue("--st-chart-sequential-colors").split(",").map((c) => rgb(c.trim()));
  state.shades = [];
  state.pen = base.getContext("2d");
  const plan = layout(state, base.clientWidth || root.clientWidth), { pen } = ready(base, () => plan.height);
  state.side = plan.side;
  state.cells = tilesDrawn(state, pen, plan);
  over.setAttribute("aria-label", described(state.data));
  over.style.height = base.style.height;
  light(state);
}

function refresh(state) {
  if (!state.frame) state.frame = requestAnimationFrame(() => { state.frame = 0; show(state); });
}

const followed = (state) => state.pointed ?? state.pinned;

// A veil over all squares, and those of the element again on top of it.
function light(state) {
  const { over, base, cells, side, colours } = state, element = followed(state);
  const { pen } = ready(over, () => base.clientHeight);
  state.root.querySelector(".told").innerHTML = told(state, element);
  state.root.dataset.element = element ?? "";
  if (element === null) return;
  pen.fillStyle = colours.back;
  pen.globalAlpha = 0.7;
  for (const cell of cells) pen.fillRect(cell.x - 0.5, cell.y - 0.5, cell.wide + 1, cell.tall + 1);
  pen.globalAlpha = 1;
  Object.assign(pen, { textAlign: "center", textBaseline: "middle", strokeStyle: colours.text, lineWidth: 2 });
  const lit = cells.filter((cell) => cell.element === element);
  state.root.dataset.lit = lit.filter((cell) => !cell.strip).length;
  for (const cell of lit) {
    if (cell.strip) { pen.fillStyle = shade(state, element).fill; pen.fillRect(cell.x, cell.y, Math.max(cell.wide, 2), cell.tall); }
    else square(state, pen, cell, side);
    pen.strokeRect(cell.x, cell.y, Math.max(cell.wide - 1, 2), cell.tall - 1);
  }
}

const MOST_SAID = 3;

function told(state, element) {
  if (!state.cells.length) return "Too many elements to draw each of them: a box stands for the tensor, with the size and the stride of every side.";
  if (element === null) return "Point at an element, or go to it with the arrow keys: it lights up wherever it stands. A click holds it. The thin strip is what lies in memory, in its order.";
  const steps = state.data.tiles.map((tile, at) => (tile.drawn && tile.parts.length ? stood(state, tile, at, element) : "…"));
  return `Element <b>${element}</b>: <i>${steps.join(" → ")}</i>`;
}

function stood(state, tile, at, element) {
  const found = state.cells.filter((cell) => cell.at === at && !cell.strip && cell.element === element);
  const own = found.filter((cell) => cell.k === tile.chosen);
  if (!found.length) return "gone";
  if (!own.length) return `in piece ${tile.parts[found[0].k].name}`;
  const part = tile.parts[tile.chosen], said = own.slice(0, MOST_SAID).map((cell) => `[${indexOf(part.shape, cell.i).join(", ")}]`);
  const places = [...new Set(own.map((cell) => placeInMemory(part, cell.i)))].slice(0, MOST_SAID);
  const more = own.length > MOST_SAID ? ` and ${own.length - MOST_SAID} more` : "";
  return `${said.join(" ")}${more} (memory ${places.join(", ")})`;
}

function described({ tiles }) {
  const steps = tiles.map((tile) => `${tile.code}: ${tile.note}${tile.verdict ? `, ${tile.verdict}` : ""}`);
  return `${steps.join("; ")}. Arrow keys go from element to element; Escape lets go.`;
}

function found(state, { offsetX: x, offsetY: y }) {
  return state.cells.find((cell) => x >= cell.x && x < cell.x + cell.wide && y >= cell.y && y < cell.y + cell.tall)?.element ?? null;
}

function point(state, element) {
  if (state.pointed === element) return;
  state.pointed = element;
  light(state);
}

function press(state, e) {
  const element = found(state, e);
  state.pinned = element === state.pinned ? null : element;
  state.pointed = e.pointerType === "mouse" ? element : null;
  light(state);
}

function key(state, e) {
  const { numel, last } = state.data, step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -last, ArrowDown: last }[e.key];
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.key === "Escape") state.pinned = null;
  else if (e.key === "Home") state.pinned = 0;
  else if (e.key === "End") state.pinned = numel - 1;
  else if (step) state.pinned = state.pinned === null ? 0 : clamp(state.pinned + step, 0, numel - 1);
  else return;
  state.pointed = null;
  e.preventDefault();
  e.stopPropagation();
  light(state);
}

function wire(state) {
  const { over } = state;
  over.onpointermove = (e) => { if (e.pointerType === "mouse") point(state, found(state, e)); };
  over.onpointerleave = () => point(state, null);
  over.onclick = (e) => press(state, e);
  over.onkeydown = (e) => key(state, e);
}

export default function (component) {
  const { parentElement, data } = component, root = parentElement.querySelector(".chain");
  let state = STATES.get(parentElement);
  if (!state) {
    state = { root, base: root.querySelector(".base"), over: root.querySelector(".over"), pinned: null, pointed: null, frame: 0, cells: [] };
    STATES.set(parentElement, state);
    wire(state);
    state.observer = new ResizeObserver(() => refresh(state));
    state.observer.observe(root);
  }
  state.data = JSON.parse(new TextDecoder().decode(data));
  if (state.pinned >= state.data.numel) state.pinned = null;
  state.pointed = null;
  show(state);
  return () => { cancelAnimationFrame(state.frame); state.observer.disconnect(); STATES.delete(parentElement); };
}
