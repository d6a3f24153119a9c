// Points set by hand: a click or tap sets one, dragging moves it, a key or a button removes it.
const STATES = new WeakMap();
const SPRAY_MS = 40;
const MOST_CLASSES = 8;

function refresh(state) {
  if (!state.frame) state.frame = requestAnimationFrame(() => { state.frame = 0; show(state); });
}

function show(state) {
  const { root, data } = state, $ = (s) => root.querySelector(s);
  if (!root.isConnected) return;
  state.colours = theme(root);
  root.classList.toggle("keys", Boolean(state.cross));
  paint(state);
  const chosen = chosenPoint(state);
  $("[data-act=remove]").disabled = !chosen;
  $("[data-act=label]").hidden = data.line;
  $("[data-act=label]").disabled = !chosen || chosen.label === state.label;
  $("[data-act=undo]").disabled = !data.undo && !state.waiting.length;
  $("[data-act=clear]").disabled = !state.rows;
  $(".told").textContent = tally(state, chosen);
}

function tally(state, chosen) {
  const n = state.points.length, count = `${n} ${n === 1 ? "point" : "points"}`;
  const each = state.classes.map((name) => `${state.points.filter((point) => point.label === name).length} × ${name}`);
  const last = chosen && !state.data.line ? `, ${state.classes.length ? chosen.label : short(chosen.label)}` : "";
  const about = chosen ? `; chosen: ${short(chosen.x)}, ${short(chosen.y)}${last}` : "";
  const full = state.rows >= state.data.most ? "; there is no room for more" : "";
  return (each.length && n ? `${count}: ${each.join(", ")}` : count) + about + full;
}

// The switch for the class, built anew only where the classes are others: the focus stays in it.
function labels(state) {
  const { root, classes, data } = state, set = root.querySelector(".labels"), key = JSON.stringify([classes, state.colours.series]);
  set.hidden = !classes.length;
  root.querySelector(".value").hidden = Boolean(classes.length) || data.line;
  if (data.line) return null;
  if (!classes.length) return values(state);
  if (state.built !== key) {
    state.built = key;
    set.querySelector("legend").textContent = data.names[2];
    set.replaceChildren(set.querySelector("legend"), ...classes.map((name, at) => choice(state, name, at)), ...another(state));
  }
  set.querySelectorAll("input").forEach((input, at) => { input.checked = classes[at] === state.label; });
  return null;
}

function choice(state, name, at) {
  const label = document.createElement("label"), input = document.createElement("input"), word = document.createElement("span");
  Object.assign(input, { type: "radio", name: "label", value: String(at) });
  input.onchange = () => { state.label = name; refresh(state); };
  word.innerHTML = icon(state, name);
  word.append(name);
  label.append(input, word);
  return label;
}

function another(state) {
  if (state.classes.length >= MOST_CLASSES) return [];
  const button = document.createElement("button");
  Object.assign(button, { type: "button", textContent: "+", title: "One more class" });
  button.setAttribute("aria-label", "One more class");
  button.onclick = () => {
    const numbers = state.classes.map(Number), next = numbers.every(Number.isInteger) ? Math.max(...numbers) + 1 : state.classes.length + 1;
    let name = numbers.every(Number.isInteger) ? String(next) : `class ${next}`;
    while (state.classes.includes(name)) name += "+";
    nameClasses(state, name);
    state.label = name;
    labels(state);
    refresh(state);
  };
  return [button];
}

function values(state) {
  const [slider, number] = state.root.querySelectorAll(".value input"), [low, high] = state.data.values;
  state.root.querySelector(".value span").textContent = state.data.names[2];
  Object.assign(slider, { min: Math.min(low, state.label), max: Math.max(high, state.label), step: "any" });
  slider.value = state.label;
  if (number.getRootNode().activeElement !== number) number.value = Number(state.label.toPrecision(4));
}

function setValue(state, text) {
  const value = Number(text), most = 1e6;
  if (text === "" || !Number.isFinite(value) || Math.abs(value) > most) return;
  state.label = Number(value.toPrecision(4));
  values(state);
  refresh(state);
}

function wire(state) {
  const { root, canvas } = state, on = (act, f) => { root.querySelector(`[data-act=${act}]`).onclick = () => f(state); };
  on("remove", remove);
  on("label", relabel);
  on("undo", undo);
  on("clear", clear);
  root.querySelectorAll("[name=way]").forEach((way) => { way.onchange = () => { state.way = way.value; }; });
  root.querySelectorAll(".value input").forEach((input) => { input.oninput = () => setValue(state, input.value); });
  answer(state, canvas, show, {
    pointerdown: (e) => press(state, e),
    pointermove: (e) => move(state, e),
    keydown: (e) => { if (key(state, e)) { e.preventDefault(); e.stopPropagation(); } },
  });
  canvas.onpointerup = (e) => { if (e.pointerId === state.pointer) release(state, drop); };
  canvas.onpointercancel = (e) => { if (e.pointerId === state.pointer) release(state, giveUp); };
  canvas.onpointerleave = () => { root.querySelector(".at").hidden = true; };
  canvas.onfocus = () => { if (canvas.matches(":focus-visible") && !state.pressed) { aim(state); refresh(state); } };
  canvas.onblur = () => { state.cross = null; if (state.act && !state.pressed) giveUp(state); refresh(state); };
}

const within = ({ left, top, width, height }, x, y) => x > left - 8 && x < left + width + 8 && y < top + height + 8;

function press(state, e) {
  if (e.button !== 0 || state.act || !within(state.box, e.offsetX, e.offsetY)) return;
  e.preventDefault(); // no text is marked on the way
  [state.pressed, state.pointer, state.cross] = [true, e.pointerId, null];
  state.canvas.focus({ preventScroll: true });
  state.canvas.setPointerCapture(e.pointerId);
  const hit = state.way === "set" && nearestPoint(state, e.offsetX, e.offsetY, e.pointerType === "touch" ? 18 : 9);
  if (hit) {
    grasp(state, hit);
    Object.assign(state.act, { left: e.offsetX, top: e.offsetY, still: true });
  } else {
    state.chosen = null;
    state.act = { kind: state.way, left: e.offsetX, top: e.offsetY, points: [] };
    if (state.way === "spray") {
      spray(state);
      state.timer = setInterval(() => spray(state), SPRAY_MS);
    } else state.act.points = [{ ...placeAt(state, e.offsetX, e.offsetY), label: state.label }];
  }
  refresh(state);
}

function move(state, e) {
  const at = placeAt(state, e.offsetX, e.offsetY), { act } = state, tip = state.root.querySelector(".at");
  tip.hidden = false;
  tip.textContent = `${short(at.x)}, ${short(at.y)}`;
  if (!act || e.pointerId !== state.pointer) return; // a second finger moves nothing
  if (act.kind === "spray") [act.left, act.top] = [e.offsetX, e.offsetY];
  else if (act.kind === "set") {
    act.points = [{ ...at, label: state.label }];
    refresh(state);
  } else if (!act.still || Math.hypot(e.offsetX - act.left, e.offsetY - act.top) > 3) {
    act.still = false;
    carry(state, at);
  }
}

function release(state, end) {
  clearInterval(state.timer);
  [state.pressed, state.pointer] = [false, null];
  if (state.act) end(state);
}

function aim(state) {
  const middle = ([low, high]) => inside([low, high], (low + high) / 2);
  state.cross ??= { x: middle(state.data.extent[0]), y: middle(state.data.extent[1]) };
}

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

function key(state, e) {
  if ((e.ctrlKey || e.metaKey) && e.key === "z") undo(state);
  else if (e.ctrlKey || e.metaKey || e.altKey || state.pressed) return false;
  else if (STEPS[e.key]) step(state, STEPS[e.key], e.shiftKey ? 200 : 40);
  else if (e.key === "Enter") put(state);
  else if (e.key === " ") hold(state);
  else if (e.key === "Delete" || e.key === "Backspace") remove(state);
  else if (e.key === "Escape" && (state.act || state.chosen !== null)) { giveUp(state); state.chosen = null; }
  else if (/^[1-9]$/.test(e.key) && state.classes[e.key - 1] !== undefined) {
    state.label = state.classes[e.key - 1];
    labels(state);
  } else return false;
  refresh(state);
  return true;
}

function step(state, by, parts) {
  const before = state.cross;
  aim(state);
  if (!before) return;
  const [x, y] = ["x", "y"].map((axis, k) => {
    const [low, high] = state.data.extent[k];
    return inside([low, high], before[axis] + (by[k] * (high - low)) / parts);
  });
  state.cross = { x, y };
  if (state.act?.kind === "move") carry(state, state.cross);
}

function put(state) {
  if (state.act?.kind === "move") return drop(state);
  aim(state);
  return add(state, [state.cross]);
}

function hold(state) {
  if (state.act?.kind === "move") return drop(state);
  aim(state);
  const found = nearestPoint(state, state.plane.x(state.cross.x), state.plane.y(state.cross.y), 30);
  if (!found) return null;
  state.cross = { x: found.x, y: found.y };
  return grasp(state, found);
}

function described({ names: [x, y, target], classes }) {
  const what = target === undefined ? "" : ` of the chosen ${target}`, keys = classes.length ? " the keys 1 to 9 choose a class;" : "";
  return `Points on the plane of ${x} and ${y}. Arrow keys move a crosshair, with Shift in small steps; Enter sets a point${what}; Space`
    + ` takes hold of the point at the crosshair, arrow keys move it, Space lets it go;`
    + ` Delete removes it;${keys} Control and Z undoes.`;
}

export default function (component) {
  const { parentElement, data } = component, root = parentElement.querySelector(".own");
  let state = STATES.get(parentElement);
  if (!state) {
    state = { root, canvas: root.querySelector("canvas"), number: 0, waiting: [], classes: [], chosen: null, act: null, cross: null,
      label: null, way: "set", pressed: false, pointer: null, timer: 0, frame: 0 };
    STATES.set(parentElement, state);
    wire(state);
    state.observer = new ResizeObserver(() => refresh(state));
    state.observer.observe(root);
  }
  state.send = component.setStateValue;
  settle(state, data);
  state.colours = theme(root);
  state.canvas.setAttribute("aria-label", described(data));
  labels(state);
  refresh(state);
  return () => { clearInterval(state.timer); cancelAnimationFrame(state.frame); state.observer.disconnect(); STATES.delete(parentElement); };
}
