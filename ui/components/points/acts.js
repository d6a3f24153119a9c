// What is done to the points: shown at once here, and told to the server when it is done, as one message.

// The server names the last change that it took in; those after it are made again on what it says the points are.
function settle(state, data) {
  if (state.data?.source !== data.source) [state.waiting, state.chosen, state.classes, state.act] = [[], null, [], null];
  state.data = { ...data, line: data.names.length === 2 };
  state.number = Math.max(state.number, data.done);
  state.waiting = state.waiting.filter((change) => change.seq > data.done);
  state.points = data.points.map(([row, x, y, label]) => ({ row, x, y, label }));
  state.rows = data.n_rows;
  state.waiting.forEach((change) => apply(state, change));
  if (state.act?.kind === "move") Object.assign(state.points.find((p) => p.row === state.act.row) ?? {}, state.act.to);
  if (!state.points.some((point) => point.row === state.chosen)) state.chosen = null;
  nameClasses(state);
}

// A class keeps its colour and shape: those that are new stand behind the others, and stay when they lose their points.
function nameClasses(state, ...further) {
  const { data, points } = state;
  if (data.classes.length) {
    state.classes = [...new Set([...data.classes, ...state.classes, ...points.map((point) => point.label), ...further])];
    if (!state.classes.includes(state.label)) state.label = state.classes[0];
  } else if (typeof state.label !== "number") state.label = data.values[1];
}

function apply(state, change) {
  const point = state.points.find((p) => p.row === change.row);
  if (change.kind === "add") for (const [x, y, label] of change.points) state.points.push({ row: state.rows++, x, y, label });
  if (change.kind === "move" && point) [point.x, point.y] = change.to;
  if (change.kind === "label" && point) point.label = change.to;
  if (change.kind === "clear") [state.points, state.rows] = [[], 0];
  if (change.kind === "remove" && point) {
    state.points = state.points.filter((p) => p !== point);
    state.points.forEach((p) => { if (p.row > change.row) p.row -= 1; });
    state.rows -= 1;
  }
}

function tell(state, change) {
  if (state.waiting.length >= state.data.waiting) return refresh(state); // the server is too far behind
  const whole = { ...change, seq: ++state.number, source: state.data.source };
  state.waiting.push(whole);
  apply(state, whole);
  state.send("changes", state.waiting);
  return refresh(state);
}

const cells = (state, { x, y, label }) => (state.data.line ? [x, y] : [x, y, label]);
const chosenPoint = (state) => state.points.find((point) => point.row === state.chosen);

function add(state, places) {
  const room = Math.max(0, state.data.most - state.rows), points = places.slice(0, room).map(({ x, y }) => cells(state, { x, y, label: state.label }));
  if (points.length) tell(state, { kind: "add", points });
  else refresh(state);
}

function remove(state) {
  if (state.act) giveUp(state);
  const point = chosenPoint(state);
  if (!point) return;
  [state.chosen, state.act] = [null, null];
  tell(state, { kind: "remove", row: point.row, was: cells(state, point) });
}

function relabel(state) {
  if (state.act) giveUp(state);
  const point = chosenPoint(state);
  if (point && point.label !== state.label) tell(state, { kind: "label", row: point.row, was: cells(state, point), to: state.label });
}

function undo(state) {
  if (!state.data.undo && !state.waiting.length) return;
  [state.chosen, state.act] = [null, null];
  tell(state, { kind: "undo" });
}

function clear(state) {
  [state.chosen, state.act] = [null, null];
  if (state.rows) tell(state, { kind: "clear" });
}

// Where a place of the picture lies on the plane, with as many digits as the picture can show.
function placeAt(state, left, top) {
  const { box, data } = state, at = [(left - box.left) / box.width, 1 - (top - box.top) / box.height];
  const [x, y] = at.map((share, k) => inside(data.extent[k], data.extent[k][0] + clamp(share, 0, 1) * (data.extent[k][1] - data.extent[k][0])));
  return { x, y };
}

function inside([low, high], value) {
  const digits = clamp(3 - Math.floor(Math.log10(high - low)), 0, 6);
  return clamp(Number(value.toFixed(digits)), low, high);
}

function nearestPoint(state, left, top, reach) {
  let found = null, best = reach ** 2;
  for (const point of state.points) {
    const far = (state.plane.x(point.x) - left) ** 2 + (state.plane.y(point.y) - top) ** 2;
    if (far <= best) [found, best] = [point, far];
  }
  return found;
}

// An act goes on while a finger, a button or a key holds it; only what it ends in is told.
function grasp(state, point) {
  state.chosen = point.row;
  state.act = { kind: "move", row: point.row, was: cells(state, point), to: { x: point.x, y: point.y } };
}

function drop(state) {
  const { act } = state;
  state.act = null;
  if (act.kind !== "move") return add(state, act.points);
  if (act.to.x === act.was[0] && act.to.y === act.was[1]) return refresh(state);
  return tell(state, { kind: "move", row: act.row, was: act.was, to: [act.to.x, act.to.y] });
}

function giveUp(state) {
  const { act } = state;
  state.act = null;
  const point = act?.kind === "move" && state.points.find((p) => p.row === act.row);
  if (point) [point.x, point.y] = act.was;
  refresh(state);
}

function carry(state, to) {
  state.act.to = to;
  Object.assign(state.points.find((point) => point.row === state.act.row) ?? {}, to);
  refresh(state);
}

const REACH = 24; // pixels from the middle of the brush

function spray(state) {
  const { act, data } = state;
  if (!act || state.rows + act.points.length >= data.most) return;
  const angle = 2 * Math.PI * Math.random(), far = REACH * Math.sqrt(Math.random());
  act.points.push({ ...placeAt(state, act.left + far * Math.cos(angle), act.top + far * Math.sin(angle)), label: state.label });
  refresh(state);
}
