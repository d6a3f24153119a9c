// The time machine of a training run: every number was found by PyTorch before; here it is only drawn.
const STATES = new WeakMap();
const FRAME_MS = 80;
const MOVED = "replay-moved";

// Which axes are logarithmic stands in the address alone, so that a link keeps it and nothing needs the server.
const logAxis = (name) => new URLSearchParams(location.search).get(name) === "log";
function setLogAxis(name, on) {
  const url = new URL(location.href);
  if (on) url.searchParams.set(name, "log");
  else url.searchParams.delete(name);
  history.replaceState(history.state, "", url);
}

function paint(state) {
  if (!state.root.isConnected) return; // the page was left; a detached element has no colours
  const { root, data } = state, $ = (s) => root.querySelector(s), epoch = data.epochs[state.index];
  measure(root);
  state.colours = theme(root);
  const batch = batchShown(state);
  rewrite($(".epoch"), "Epoch <b></b> of <span></span><i></i>");
  say($(".epoch b"), batch ? batch.epoch : epoch);
  say($(".epoch span"), data.total);
  say($(".epoch i"), batch ? `batch ${batch.batch} of ${batch.of}` : "");
  const step = $("[data-act=step]");
  step.hidden = !data.steps || data.epochs.length < 2;
  $("[data-act=again]").hidden = !data.again;
  const from = stepsFrom(state) ? "from here" : "from the start";
  step.querySelector("span").textContent = ` ${from}`;
  step.setAttribute("aria-label", `Step ${from}`);
  const slider = $(".transport input");
  slider.max = data.epochs.length - 1;
  slider.value = state.index;
  slider.setAttribute("aria-valuetext", `epoch ${moment(data, epoch)} of ${data.total}`);
  const all = Math.floor(data.history.epoch.at(-1)) + 1, kept = data.epochs.filter(Number.isInteger).length;
  say($(".kept"), kept < all ? `The slider stops at ${kept} of ${all.toLocaleString("en")} epochs` : "");
  root.querySelectorAll(".axes input").forEach((box) => { box.checked = logAxis(box.name); });
  const i = nearest(data.history.epoch, epoch), h = data.history, key = data.metric.key;
  const rows = [["Train loss", number(h.train_loss[i])], ["Test loss", number(h.test_loss[i])]];
  const tell = key === "accuracy" ? percent : number;
  rows.push([`Train ${data.metric.short}`, tell(h[`train_${key}`][i])], [`Test ${data.metric.short}`, tell(h[`test_${key}`][i])]);
  for (const { name, values, true: truth } of data.found ?? []) {
    rows.push([truth === null ? name : `${name} (true: ${short(truth)})`, number(values[state.index])]);
  }
  $(".numbers").replaceChildren(...rows.map(([name, value]) => {
    const cell = document.createElement("div"), dt = document.createElement("dt"), dd = document.createElement("dd");
    dt.textContent = name; dd.textContent = value; cell.append(dt, dd);
    return cell;
  }));
  state.shades = shadesOf(state.colours);
  // Output and numbers come first; the network follows as soon as nothing else waits, in the same frame where it can.
  clearTimeout(state.network);
  state.network = setTimeout(() => { if (root.isConnected) paintNetwork(state); });
  const canvas = $(".output canvas"), focused = state.focus && state.net.fed;
  DRAW[data.kind](state, canvas);
  SHOWN.set(canvas, data);
  const shown = focused ? `What ${called(state, state.focus)} makes of every input` : data.caption;
  canvas.setAttribute("aria-label", `${shown}, epoch ${moment(data, epoch)}`);
  say($(".output figcaption"), shown);
  if (!data.compact) root.querySelectorAll(".curve").forEach((f) => curve(state, f.querySelector("canvas"), f.dataset.curve));
  legend(state);
}

// The batch that the last moment comes after, where the run was stepped by one and that moment is shown.
const batchShown = ({ data, index }) => (index === data.epochs.length - 1 ? data.batch : undefined);
// Inside an epoch a moment has a place between two.
const moment = (data, epoch) => (Number.isInteger(epoch) ? epoch : `${data.batch.epoch}, batch ${data.batch.batch} of ${data.batch.of}`);

// Where training is stepped on from: the moment shown, or, behind the last one, the start.
const stepsFrom = ({ data, index }) => (index === data.epochs.length - 1 ? 0 : data.epochs[index]);

function legend(state) {
  const { root, data, colours } = state, shapes = [];
  const dot = (colour) => `<svg viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="5" fill="${colour}"/></svg>`;
  const diamond = (colour, line) => `<svg viewBox="0 0 12 12" aria-hidden="true"><path d="M6 0L12 6L6 12L0 6Z" fill="${colour}" stroke="${line}"/></svg>`;
  if (data.kind === "plane") {
    data.classes.forEach((name, k) => shapes.push([dot(classColour(colours, k)), name]));
    if (!data.classes.length) shapes.push([dot(signColour(colours, -1)), `≤ ${short(data.middle - data.limit)}`], [dot(signColour(colours, 1)), `≥ ${short(data.middle + data.limit)}`]);
    shapes.push([diamond("none", colours.text), "test point"]);
  } else if (data.kind === "line") {
    shapes.push([dot(colours.series[0]), "train"], [diamond(colours.back, colours.series[0]), "test"],
      [`<svg viewBox="0 0 12 12" aria-hidden="true"><path d="M0 6H12" stroke="${colours.series[1]}" stroke-width="3"/></svg>`, "the network"]);
  } else if (data.kind === "scatter") {
    shapes.push([dot(colours.series[0]), "train"], [diamond(colours.series[1], "none"), "test"]);
  }
  if (batchShown(state)?.points.length) shapes.push([`<svg viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="5" fill="none" stroke="${colours.text}" stroke-width="2"/></svg>`, "in the batch"]);
  renew(root.querySelector(".output .legend"), JSON.stringify(shapes), (box) => box.replaceChildren(...shapes.map(([shape, name]) => {
    const item = document.createElement("span");
    item.innerHTML = shape;
    item.append(name);
    return item;
  })));
}

function go(state, index) {
  state.index = clamp(index, 0, state.data.epochs.length - 1);
  if (state.data.together) document.dispatchEvent(new CustomEvent(MOVED, { detail: { by: state, epoch: state.data.epochs[state.index] } }));
  paintSoon(state);
}

// Who is moved tells the epoch; the others that are shown together go to the nearest of theirs.
function follow(state, { by, epoch }) {
  if (by === state || !state.data?.together) return;
  play(state, false);
  state.index = nearest(state.data.epochs, epoch);
  paintSoon(state);
}

function paintSoon(state) {
  if (!state.waiting) {
    state.waiting = requestAnimationFrame(() => { state.waiting = 0; paint(state); });
  }
}

function play(state, on) {
  clearInterval(state.timer);
  state.timer = 0;
  state.root.classList.toggle("playing", on);
  const button = state.root.querySelector("[data-act=play]");
  button.title = on ? "Pause" : "Play";
  button.setAttribute("aria-label", button.title);
  if (!on) return;
  if (state.index >= state.data.epochs.length - 1) go(state, 0);
  state.timer = setInterval(() => {
    if (state.index >= state.data.epochs.length - 1) play(state, false);
    else go(state, state.index + 1);
  }, calm() ? 600 : FRAME_MS);
}

function hint(tip, canvas, text, e) {
  tip.hidden = !text;
  if (!text) return;
  tip.textContent = text;
  tip.style.left = `${clamp(e.offsetX + 12, 0, canvas.clientWidth - tip.clientWidth - 4)}px`;
  tip.style.top = `${Math.max(0, e.offsetY - 30)}px`;
}

function wire(state) {
  const { root } = state, $ = (s) => root.querySelector(s), on = (act, f) => { $(`[data-act=${act}]`).onclick = f; };
  on("first", () => { play(state, false); go(state, 0); });
  on("back", () => { play(state, false); go(state, state.index - 1); });
  on("next", () => { play(state, false); go(state, state.index + 1); });
  on("play", () => play(state, !state.timer));
  on("step", () => { play(state, false); state.send("step", stepsFrom(state)); });
  on("again", () => state.send("again", state.data.total));
  // Taken hold of where it is, the slider sends no input: it stops all the same.
  $(".transport input").onpointerdown = () => play(state, false);
  $(".transport input").onkeydown = (e) => {
    if (e.key === "Tab") return;
    play(state, false);
    e.target.value = state.index; // which the key moves, also where it has not been painted yet
  };
  $(".transport input").oninput = (e) => { play(state, false); go(state, Number(e.target.value)); };
  $("[name=test]").onchange = (e) => { state.test = e.target.checked; paint(state); };
  $("[name=discrete]").onchange = (e) => { state.discrete = e.target.checked; paint(state); };
  root.querySelectorAll(".axes input").forEach((box) => { box.onchange = () => { setLogAxis(box.name, box.checked); paint(state); }; });
  wireNetwork(state);
  const output = $(".output canvas"), tip = $(".output .hover");
  answer(state, output, paint, { pointermove: (e) => hint(tip, output, state.reading(e.offsetX, e.offsetY), e) });
  output.onpointerleave = () => { tip.hidden = true; };
  root.querySelectorAll(".curve canvas").forEach((canvas) => {
    answer(state, canvas, paint, {
      pointermove: (e) => {
        state.hovered = canvas.epochAt(e.offsetX);
        if (e.buttons) { play(state, false); state.index = nearest(state.data.epochs, state.hovered); }
        go(state, state.index);
      },
      pointerdown: (e) => { play(state, false); go(state, nearest(state.data.epochs, canvas.epochAt(e.offsetX))); },
    });
    canvas.onpointerleave = () => { state.hovered = null; go(state, state.index); };
  });
}

function unpack(state, data) {
  const same = state.data && state.data.run === data.run;
  const atEnd = same && state.index === state.data.epochs.length - 1;
  state.data = data;
  if (!same) play(state, false);
  state.maps = data.maps ?? null;
  state.labels = data.labels ?? null;
  state.values = data.values ? floats(data.values) : null;
  const before = state.net?.sizes;
  state.net = anatomy(data.network);
  if (String(before) !== String(state.net?.sizes)) [state.focus, state.pinned] = [null, false];
  state.index = same && !atEnd ? clamp(state.index, 0, data.epochs.length - 1) : data.epochs.length - 1;
  return same;
}

export default function (component) {
  const { parentElement } = component, data = unwire(component.data), root = parentElement.querySelector(".replay");
  let state = STATES.get(parentElement);
  if (!state) {
    state = { root, index: 0, test: true, discrete: false, hovered: null, timer: 0, buffer: document.createElement("canvas"), tile: document.createElement("canvas") };
    STATES.set(parentElement, state);
    root.querySelector("[name=test]").checked = true;
    wire(state);
    state.observer = new ResizeObserver(() => { if (state.data) paint(state); });
    state.observer.observe(root);
    state.follow = (e) => follow(state, e.detail);
    document.addEventListener(MOVED, state.follow);
  }
  state.send = component.setTriggerValue;
  const same = unpack(state, data);
  root.querySelector(".maponly").hidden = data.kind !== "plane" || !data.classes.length;
  root.querySelector(".options label").lastChild.data = data.kind === "confusion" ? " The test part" : " Show test points";
  root.classList.toggle("compact", data.compact);
  const drawn = Boolean(state.net) && !data.compact;
  root.querySelector(".network").hidden = !drawn;
  root.querySelector(".pictures").classList.toggle("drawn", drawn);
  if (drawn) neuronChoice(state);
  paint(state);
  if (data.autoplay && !same && !calm()) play(state, true);
  return () => { clearInterval(state.timer); cancelAnimationFrame(state.waiting); clearTimeout(state.network); state.observer.disconnect(); document.removeEventListener(MOVED, state.follow); STATES.delete(parentElement); };
}
