// A picture drawn by hand: each pixel a level from 0 to 15, sent as text when a stroke is done.
const PLACES = new WeakMap();
const SIDES = [8, 12, 16, 20, 24, 28];
const STEP = 17; // of a level, in 0 to 255

const blank = (side) => Array.from({ length: side }, () => new Array(side).fill(0));

// The first part is the side; then a row each, a hexadecimal digit a pixel, without the zeros at its end.
function written(rows) {
  const lines = rows.map((row) => row.map((level) => level.toString(16)).join("").replace(/0+$/, ""));
  return [String(rows.length), ...lines].join(".").replace(/\.+$/, "");
}

function read(text) {
  const [side, ...lines] = text.split("."), rows = blank(Number(side));
  lines.forEach((line, y) => [...line].forEach((digit, x) => { rows[y][x] = parseInt(digit, 16); }));
  return rows;
}

function resized(rows, side) {
  return blank(side).map((row, y) => row.map((_, x) => rows[Math.floor((y * rows.length) / side)][Math.floor((x * rows.length) / side)]));
}

function paint(state) {
  if (!state.root.isConnected) return;
  const { canvas, rows, cursor } = state, side = rows.length, pen = canvas.getContext("2d");
  const scale = Math.max(1, Math.round(((canvas.clientWidth || 280) * (window.devicePixelRatio || 1)) / side)), wide = side * scale;
  if (canvas.width !== wide || canvas.height !== wide) [canvas.width, canvas.height] = [wide, wide];
  rows.forEach((row, y) => row.forEach((level, x) => {
    const shade = level * STEP;
    pen.fillStyle = `rgb(${shade},${shade},${shade})`;
    pen.fillRect(x * scale, y * scale, scale, scale);
  }));
  pen.strokeStyle = "rgba(128,128,128,0.28)";
  pen.lineWidth = 1;
  pen.beginPath();
  for (let i = 1; i < side; i++) {
    pen.moveTo(i * scale + 0.5, 0);
    pen.lineTo(i * scale + 0.5, wide);
    pen.moveTo(0, i * scale + 0.5);
    pen.lineTo(wide, i * scale + 0.5);
  }
  pen.stroke();
  if (cursor) {
    pen.lineWidth = Math.max(2, scale / 8);
    pen.strokeStyle = getComputedStyle(canvas).getPropertyValue("--st-primary-color") || "#3f93e0";
    pen.strokeRect(cursor.x * scale + 1, cursor.y * scale + 1, scale - 2, scale - 2);
  }
  state.root.querySelector("select").value = String(side);
}

function tell(state, at) {
  const words = at ? `row ${at.y}, column ${at.x}: ${state.rows[at.y][at.x] * STEP}` : "";
  state.root.querySelector(".told").textContent = words;
}

function set(state, { x, y }) {
  if (state.rows[y][x] === state.ink) return;
  state.rows[y][x] = state.ink;
  state.changed = true;
}

// From the last place of the pen to this one, without a gap.
function stroke(state, to) {
  const from = state.last ?? to, far = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y), 1);
  for (let i = 0; i <= far; i++) set(state, { x: Math.round(from.x + ((to.x - from.x) * i) / far), y: Math.round(from.y + ((to.y - from.y) * i) / far) });
  state.last = to;
}

// What was sent and has not come back yet is newer than what the server says.
function send(state) {
  if (!state.changed) return;
  state.changed = false;
  const text = written(state.rows);
  state.waiting.push(text);
  state.send("drawing", text);
}

function adopt(state, text) {
  const at = state.waiting.lastIndexOf(text);
  if (at >= 0) state.waiting.splice(0, at + 1);
  else if (text !== state.text || !state.waiting.length) [state.waiting, state.rows] = [[], read(text)];
  state.text = text;
}

function placeOf(state, event) {
  const box = state.canvas.getBoundingClientRect(), side = state.rows.length;
  const at = (share) => Math.min(side - 1, Math.max(0, Math.floor(share * side)));
  return { x: at((event.clientX - box.left) / box.width), y: at((event.clientY - box.top) / box.height) };
}

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function press(state, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const side = state.rows.length, way = WAYS[event.key];
  state.cursor ??= { x: Math.floor(side / 2), y: Math.floor(side / 2) };
  const { cursor, ink } = state;
  if (way) {
    state.cursor = { x: Math.min(side - 1, Math.max(0, cursor.x + way[0])), y: Math.min(side - 1, Math.max(0, cursor.y + way[1])) };
    if (event.shiftKey) set(state, state.cursor);
  } else if (event.key === "Enter" || event.key === " ") set(state, cursor);
  else if (event.key === "Delete" || event.key === "Backspace") {
    state.ink = 0;
    set(state, cursor);
    state.ink = ink;
  } else return;
  event.preventDefault();
  event.stopPropagation();
  tell(state, state.cursor);
  paint(state);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => send(state), 250);
}

function change(state, rows) {
  state.rows = rows;
  state.cursor = null;
  state.changed = true;
  paint(state);
  send(state);
}

function wire(state) {
  const { root, canvas } = state, select = root.querySelector("select");
  select.replaceChildren(...SIDES.map((side) => Object.assign(document.createElement("option"), { value: String(side), textContent: `${side} x ${side}` })));
  select.onchange = () => change(state, resized(state.rows, Number(select.value)));
  root.querySelector("[data-act=clear]").onclick = () => change(state, blank(state.rows.length));
  root.querySelectorAll("[name=ink]").forEach((ink) => { ink.onchange = () => { state.ink = Number(ink.value); }; });
  canvas.onpointerdown = (event) => {
    if (event.button !== 0 || state.pointer !== null) return;
    event.preventDefault();
    [state.pointer, state.last, state.cursor] = [event.pointerId, null, null];
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    stroke(state, placeOf(state, event));
    paint(state);
  };
  canvas.onpointermove = (event) => {
    tell(state, placeOf(state, event));
    if (event.pointerId !== state.pointer) return;
    stroke(state, placeOf(state, event));
    paint(state);
  };
  const lift = (event) => {
    if (event.pointerId !== state.pointer) return;
    state.pointer = null;
    send(state);
  };
  canvas.onpointerup = lift;
  canvas.onpointercancel = lift;
  canvas.onpointerleave = () => tell(state, null);
  canvas.onkeydown = (event) => press(state, event);
  canvas.onblur = () => { state.cursor = null; paint(state); };
  canvas.setAttribute("aria-label", "A picture to draw. Arrow keys move a frame, Space sets its pixel, Shift with an arrow key draws on, Delete makes it 0.");
}

export default function (component) {
  const { parentElement, data } = component, root = parentElement.querySelector(".pixels");
  let state = PLACES.get(parentElement);
  if (!state) {
    state = { root, canvas: root.querySelector("canvas"), ink: 15, rows: read(data.drawing), text: data.drawing, waiting: [], cursor: null,
      pointer: null, last: null, changed: false, timer: 0 };
    PLACES.set(parentElement, state);
    wire(state);
    state.observer = new ResizeObserver(() => paint(state));
    state.observer.observe(root);
  }
  state.send = component.setStateValue;
  adopt(state, data.drawing);
  paint(state);
  return () => { clearTimeout(state.timer); state.observer.disconnect(); PLACES.delete(parentElement); };
}
