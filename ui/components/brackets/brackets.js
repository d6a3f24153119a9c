// A tensor in its brackets and in squares: what is pointed to lights up in both, and in the shape.
const PLACES = new WeakMap();
const DIMS = [0, 1, 2, 7, 5, 6]; // of the theme's series: blue, orange, green, violet, yellow, grey
const WIDEST = 60, NARROWEST = 15, GUTTER = 20;

const put = (name, classes, words = "") => Object.assign(document.createElement(name), { className: classes, textContent: words });
const key = (path) => path.join(",");
const product = (sizes) => sizes.reduce((all, size) => all * size, 1);

function indexOf(at, shape) {
  return shape.map((size, dim) => Math.floor(at / product(shape.slice(dim + 1))) % size);
}

function named(data, index) {
  return index.length ? `${data.name}[${index.join(", ")}]` : data.name;
}

const sizes = (shape) => `[${shape.join(", ")}]`;
const counted = (n, one, many) => `${n} ${n === 1 ? one : many}`;

function inDim(state, element, dim) {
  element.style.setProperty("--dim", state.colours.series[DIMS[dim % DIMS.length]]);
  return element;
}

function reached(state, element, look) {
  Object.assign(element, { type: "button", tabIndex: -1 });
  state.looks.set(element, look);
  return element;
}

// The shape: a size for every dim.
function drawShape(state) {
  const { shape } = state.data, line = state.root.querySelector(".shape");
  const parts = shape.flatMap((size, dim) => {
    const part = reached(state, inDim(state, put("button", "size", String(size)), dim), { dim });
    part.setAttribute("aria-label", `dim ${dim}, of size ${size}`);
    part.dataset.dim = dim;
    return dim ? [", ", part] : [part];
  });
  line.replaceChildren("shape [", ...parts, "]");
  (line.querySelector("button") ?? {}).tabIndex = 0;
}

// The brackets: pairs in pairs, and numbers in the innermost.
function pair(state, path) {
  const { shape } = state.data, dim = path.length;
  if (dim === shape.length) return value(state, path);
  const whole = inDim(state, put("span", "pair"), dim), open = reached(state, put("button", "edge", "["), { path });
  const close = put("span", "edge", "]");
  open.setAttribute("aria-label", `pair of dim ${dim}, ${named(state.data, path)}, shape ${sizes(shape.slice(dim))}`);
  whole.dataset.path = key(path);
  state.looks.set(whole, { path });
  whole.append(open);
  const between = dim === shape.length - 1 ? ", " : `,\n${" ".repeat(2 * (dim + 1))}`;
  for (let i = 0; i < shape[dim]; i++) whole.append(i ? between : "", pair(state, [...path, i]));
  whole.append(close);
  return whole;
}

function value(state, path) {
  const { shape, said } = state.data, at = path.reduce((place, i, dim) => place * shape[dim] + i, 0);
  const number = reached(state, put("button", "value", said[at]), { path });
  number.dataset.path = key(path);
  number.setAttribute("aria-label", `${named(state.data, path)}: ${state.data.exact[at]}`);
  return number;
}

// The squares: a tile for every matrix.
function tile(state, front) {
  const { shape } = state.data, last = shape.slice(-2), flat = shape.length < 2;
  const rows = flat ? 1 : last[0], columns = shape.length ? last[flat ? 0 : 1] : 1;
  const box = put("div", "tile"), folds = flat && columns > state.across;
  box.style.gridTemplateColumns = `${flat ? "" : `${GUTTER}px `}repeat(${Math.min(columns, state.across)}, auto)`;
  if (shape.length > 2) box.append(title(state, front));
  if (!folds && shape.length) box.append(...header(state, columns, flat));
  for (let row = 0; row < rows; row++) {
    if (!flat) box.append(place(state, shape.length - 2, row));
    for (let column = 0; column < columns; column++) box.append(cell(state, flat ? (shape.length ? [column] : []) : [...front, row, column]));
  }
  return box;
}

function title(state, front) {
  const name = put("div", "name", `${state.data.name}[`);
  front.forEach((i, dim) => name.append(dim ? ", " : "", place(state, dim, i)));
  name.append("]");
  return name;
}

function header(state, columns, flat) {
  const numbers = Array.from({ length: columns }, (_, i) => place(state, state.data.shape.length - 1, i));
  return flat ? numbers : [put("span", ""), ...numbers];
}

function place(state, dim, i) {
  const mark = inDim(state, put("span", "at", String(i)), dim);
  mark.dataset.axis = dim;
  mark.setAttribute("aria-hidden", "true");
  state.looks.set(mark, { dim });
  return mark;
}

function cell(state, index) {
  const { shape, said, shades } = state.data, at = index.reduce((all, i, dim) => all * shape[dim] + i, 0);
  const square = put("div", "cell", said[at]);
  Object.assign(square.dataset, { path: key(index), drawn: "" });
  square.style.background = signColour(state.colours, shades[at]);
  square.style.color = readable(square.style.background);
  square.setAttribute("aria-hidden", "true");
  state.looks.set(square, { path: index });
  return square;
}

function drawTiles(state) {
  const { shape, said } = state.data, tiles = state.root.querySelector(".tiles");
  if (!said.length) return tiles.replaceChildren(put("p", "none", "A size of 0: a shape and a dtype, and no elements to draw."));
  const wide = state.root.clientWidth, columns = shape.at(-1) ?? 1, gutter = shape.length > 1 ? GUTTER + 1 : 0;
  const longest = Math.max(...said.map((words) => words.length));
  const usual = said.length > 30 ? 40 : 56, wanted = shape.length ? Math.min(WIDEST, Math.max(usual, longest * 8 + 10)) : 110;
  state.across = shape.length < 2 ? Math.max(1, Math.floor(wide / (wanted + 1))) : columns;
  const side = Math.max(NARROWEST, Math.min(wanted, (wide - gutter) / Math.min(columns, state.across) - 1));
  const letters = Math.min(shape.length ? 16 : 34, (side * 1.5) / Math.max(longest, 2));
  state.root.style.setProperty("--side", `${side}px`);
  state.root.style.setProperty("--letters", letters < 6 ? "0" : `${letters}px`);
  const fronts = product(shape.slice(0, -2)), before = shape.slice(0, -2);
  return tiles.replaceChildren(...Array.from({ length: fronts }, (_, i) => tile(state, indexOf(i, before))));
}

// What is lit: all that lies within a pair, or all pairs of one dim.
function light(state) {
  const { root, data } = state, look = state.hovered ?? state.kept;
  root.classList.toggle("lit", Boolean(look));
  root.classList.toggle("axis", look?.dim !== undefined);
  const within = (path) => path !== undefined && (look?.dim === undefined ? under(path, look?.path) : true);
  root.querySelectorAll(".cell").forEach((square) => mark(state, square, Boolean(look) && within(square.dataset.path), look));
  root.querySelectorAll(".value").forEach((number) => {
    const on = look?.path?.length === data.shape.length && number.dataset.path === key(look.path);
    number.classList.toggle("on", on);
  });
  root.querySelectorAll(".pair").forEach((each) => {
    const depth = each.dataset.path ? each.dataset.path.split(",").length : 0;
    each.classList.toggle("on", Boolean(look) && (look.dim === undefined ? each.dataset.path === key(look.path) : look.dim === depth));
  });
  const dim = look?.dim ?? look?.path?.length;
  root.querySelectorAll(".size").forEach((size) => size.classList.toggle("on", Number(size.dataset.dim) === dim));
  root.querySelectorAll(".at").forEach((at) => at.classList.toggle("on", look?.dim !== undefined && Number(at.dataset.axis) === look.dim));
  tell(state, look);
}

function under(path, above) {
  return above !== undefined && (above.length === 0 || path === key(above) || path.startsWith(`${key(above)},`));
}

function mark(state, square, on, look) {
  square.classList.toggle("on", on);
  if (on && look.path) inDim(state, square, Math.max(0, Math.min(look.path.length, state.data.shape.length - 1)));
}

function tell(state, look) {
  const { data } = state, { shape } = data, told = state.root.querySelector(".told");
  if (!look) return told.replaceChildren(data.hint);
  if (look.dim !== undefined) {
    const size = shape[look.dim], pairs = product(shape.slice(0, look.dim));
    const what = look.dim === shape.length - 1 ? ["number", "numbers"] : ["part", "parts"];
    const each = pairs === 1 ? "the one pair of its colour holds" : `each of the ${pairs} pairs of its colour holds`;
    return told.replaceChildren(put("b", "", `dim ${look.dim}`), ` has size ${size}: ${each} ${counted(size, ...what)}${size > 1 ? `, index 0 to ${size - 1}` : size ? ", index 0" : ""}`);
  }
  const name = put("b", "", named(data, look.path)), rest = shape.slice(look.path.length);
  if (!rest.length) {
    const at = look.path.reduce((all, i, dim) => all * shape[dim] + i, 0);
    return told.replaceChildren(name, ` is ${data.exact[at]}: an index for every dim leaves one number`);
  }
  const holds = counted(rest[0], ...(rest.length === 1 ? ["number", "numbers"] : ["part", "parts"]));
  return told.replaceChildren(name, ` has shape ${sizes(rest)}: this pair belongs to dim ${look.path.length} and holds ${holds}${rest.length > 1 ? `, each of shape ${sizes(rest.slice(1))}` : ""}`);
}

function lookAt(state, target) {
  for (let part = target; part && part !== state.root; part = part.parentElement) {
    const look = state.looks.get(part);
    if (look) return look;
  }
  return null;
}

// By keyboard: down into a pair, up out of it, left and right among those equally deep.
const buttonAt = (state, path) => {
  const found = state.root.querySelector(`.text [data-path="${key(path)}"]`);
  return found?.matches("button") ? found : found?.querySelector("button");
};

function neighbour(state, look, by) {
  const { shape } = state.data;
  if (look.dim !== undefined) return state.root.querySelector(`.size[data-dim="${look.dim + by}"]`);
  const deep = shape.slice(0, look.path.length), at = look.path.reduce((all, i, dim) => all * shape[dim] + i, 0) + by;
  return at < 0 || at >= product(deep) ? null : buttonAt(state, indexOf(at, deep));
}

function next(state, look, pressed) {
  if (pressed === "ArrowLeft" || pressed === "ArrowRight") return neighbour(state, look, pressed === "ArrowLeft" ? -1 : 1);
  if (look.path === undefined) return null;
  if (pressed === "ArrowUp") return look.path.length ? buttonAt(state, look.path.slice(0, -1)) : null;
  if (pressed === "ArrowDown") return look.path.length < state.data.shape.length ? buttonAt(state, [...look.path, 0]) : null;
  return null;
}

function press(state, event) {
  const look = state.looks.get(event.target);
  if (event.key === "Escape") {
    [state.kept, state.hovered] = [null, null];
    return light(state);
  }
  if (!look || !event.key.startsWith("Arrow") || event.ctrlKey || event.altKey || event.metaKey) return null;
  event.preventDefault();
  return next(state, look, event.key)?.focus();
}

function focus(state, target) {
  const look = state.looks.get(target), group = target.closest(".shape, .text");
  if (!look || !group) return;
  group.querySelectorAll("button").forEach((button) => { button.tabIndex = button === target ? 0 : -1; });
  state.kept = look;
  light(state);
}

function wire(state) {
  const { root } = state;
  root.onpointerover = (event) => { state.hovered = lookAt(state, event.target); light(state); };
  root.onpointerleave = () => { state.hovered = null; light(state); };
  root.onclick = (event) => { state.kept = lookAt(state, event.target); state.hovered = null; light(state); };
  root.onkeydown = (event) => press(state, event);
  root.addEventListener("focusin", (event) => focus(state, event.target));
  root.addEventListener("focusout", (event) => { if (!root.contains(event.relatedTarget)) { state.kept = null; light(state); } });
}

function draw(state) {
  if (!state.root.isConnected) return;
  state.colours = theme(state.root);
  drawShape(state);
  const text = state.root.querySelector(".text");
  text.replaceChildren(pair(state, []));
  (text.querySelector("button") ?? {}).tabIndex = 0;
  drawTiles(state);
  light(state);
}

export default function (component) {
  const { parentElement, data } = component, root = parentElement.querySelector(".brackets");
  let state = PLACES.get(parentElement);
  if (!state) {
    state = { root, looks: new WeakMap(), hovered: null, kept: null, wide: 0 };
    PLACES.set(parentElement, state);
    wire(state);
    state.observer = new ResizeObserver(() => {
      if (root.clientWidth === state.wide) return;
      state.wide = root.clientWidth;
      drawTiles(state);
      light(state);
    });
  }
  const fresh = JSON.stringify(data), colours = JSON.stringify(theme(root));
  if (state.fresh !== fresh || state.painted !== colours) {
    [state.fresh, state.painted, state.data, state.kept, state.hovered, state.wide] = [fresh, colours, data, null, null, root.clientWidth];
    draw(state);
  }
  state.observer.observe(root);
  return () => { state.observer.disconnect(); PLACES.delete(parentElement); };
}

// Black or white, whichever stands out more: one of the two always does by 4.5 to 1.
function readable(ground) {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.background = ground;
  const color = getComputedStyle(probe).backgroundColor, parts = color.match(/[\d.]+/g).map(Number).slice(0, 3);
  probe.remove();
  const [r, g, b] = (color.startsWith("color(") ? parts : parts.map((part) => part / 255))
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000" : "#fff";
}
