// The time machine of a training run: everything it shows was computed by PyTorch before; here it is only drawn.
const STATES = new WeakMap();
const FRAME_MS = 80;

// By index: Uint8Array.from walks the same text letter by letter in twenty times as long.
function bytes(text) {
  const raw = atob(text), found = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) found[i] = raw.charCodeAt(i);
  return found;
}
const floats = (text) => new Float32Array(bytes(text).buffer);
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const clamp = (v, low, high) => Math.min(high, Math.max(low, v));

function theme(host) {
  const style = getComputedStyle(host);
  const list = (name) => style.getPropertyValue(name).split(",").map((c) => c.trim()).filter(Boolean);
  const one = (name) => style.getPropertyValue(name).trim();
  return {
    series: list("--st-chart-categorical-colors"),
    parts: [one("--st-text-color"), list("--st-chart-categorical-colors")[2]],
    diverging: list("--st-chart-diverging-colors").map(rgb),
    text: one("--st-text-color"), line: one("--st-border-color"), back: one("--st-background-color"),
    font: one("--st-font") || "sans-serif",
  };
}

function rgb(colour) {
  const hex = colour.replace("#", "");
  return [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16));
}

function mix(colours, t) {
  const at = clamp(t, 0, 1) * (colours.length - 1), i = Math.min(colours.length - 2, Math.floor(at)), f = at - i;
  return colours[i].map((v, k) => Math.round(v + f * (colours[i + 1][k] - v)));
}

function number(v) {
  if (v === null || v === undefined) return "–";
  if (typeof v === "string") return { nan: "not a number", inf: "infinite", "-inf": "minus infinite", undefined: "not defined" }[v];
  if (v !== 0 && (Math.abs(v) < 1e-3 || Math.abs(v) >= 1e5)) {
    const [m, e] = v.toExponential(2).split("e");
    return `${m} × 10${[...String(Number(e))].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"["0123456789".indexOf(c)] ?? "⁻").join("")}`;
  }
  return v.toFixed(4);
}

const percent = (v) => (v === null ? "–" : `${(100 * v).toFixed(1)} %`);

function ready(canvas, ratio) {
  const width = canvas.clientWidth || canvas.parentElement.clientWidth, scale = window.devicePixelRatio || 1;
  const height = Math.round(typeof ratio === "function" ? ratio(width) : width * ratio);
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.style.height = `${height}px`;
  }
  const pen = canvas.getContext("2d");
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, width, height);
  return { pen, width, height };
}

function ticks(low, high, count) {
  const raw = (high - low) / count, unit = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((k) => k * unit).find((s) => s >= raw);
  const found = [];
  for (let v = Math.ceil(low / step) * step; v <= high + step * 1e-9; v += step) found.push(Math.abs(v) < step * 1e-9 ? 0 : v);
  return found;
}

function short(v) {
  const size = Math.abs(v);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return v.toExponential(0).replace("e", " e");
  return String(Number(v.toPrecision(4)));
}

function axes(pen, colours, box, xs, ys, names) {
  const x = (v) => box.left + ((v - xs[0]) / (xs[1] - xs[0])) * box.width;
  const y = (v) => box.top + box.height - ((v - ys[0]) / (ys[1] - ys[0])) * box.height;
  pen.font = `11px ${colours.font}`;
  pen.lineWidth = 1;
  pen.strokeStyle = colours.line;
  pen.fillStyle = colours.text;
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  for (const v of ticks(ys[0], ys[1], Math.max(2, box.height / 45))) {
    if (names.grid) { pen.beginPath(); pen.moveTo(box.left, y(v)); pen.lineTo(box.left + box.width, y(v)); pen.stroke(); }
    pen.fillText(names.percent ? `${short(100 * v)} %` : short(v), box.left - 5, y(v));
  }
  pen.textAlign = "center";
  pen.textBaseline = "top";
  for (const v of ticks(xs[0], xs[1], Math.max(2, box.width / 70))) pen.fillText(short(v), x(v), box.top + box.height + 5);
  pen.fillText(names.x, box.left + box.width / 2, box.top + box.height + 19);
  if (names.y) {
    pen.save();
    pen.translate(10, box.top + box.height / 2);
    pen.rotate(-Math.PI / 2);
    pen.textBaseline = "middle";
    pen.fillText(names.y, 0, 0);
    pen.restore();
  }
  return { x, y };
}

function marker(pen, x, y, test, size) {
  pen.beginPath();
  if (test) {
    pen.moveTo(x, y - size * 1.25); pen.lineTo(x + size * 1.25, y); pen.lineTo(x, y + size * 1.25); pen.lineTo(x - size * 1.25, y);
    pen.closePath();
  } else pen.arc(x, y, size, 0, 2 * Math.PI);
}

// Class 0 is orange and class 1 blue, as everywhere; further classes take the further colours.
const classColour = (colours, k) => colours.series[k < 2 ? 1 - k : k % colours.series.length];

function signColour(colours, v) {
  return `rgb(${mix(colours.diverging, (v + 1) / 2).join(",")})`;
}

const DRAW = {
  plane(state, canvas) {
    const { data, colours } = state, { pen, width, height } = ready(canvas, 1);
    const box = { left: 42, top: 6, width: width - 50, height: height - 46 }, r = data.resolution, size = r * r;
    const image = new ImageData(r, r), offset = state.index * size;
    const back = rgb(colours.back), palette = data.classes.map((_, k) => rgb(classColour(colours, k)));
    for (let i = 0; i < size; i++) {
      let c;
      if (state.labels) {
        const sure = state.discrete ? 0.75 : 0.15 + 0.6 * (state.maps[offset + i] / 254);
        const own = palette[state.labels[offset + i]];
        c = own.map((v, k) => Math.round(back[k] + sure * (v - back[k])));
      } else {
        let v = (state.maps[offset + i] - 127) / 127;
        if (state.discrete) v = v > 0 ? 0.7 : -0.7;
        c = mix(colours.diverging, (v + 1) / 2);
      }
      image.data.set([...c, 255], 4 * i);
    }
    state.buffer.width = state.buffer.height = r;
    state.buffer.getContext("2d").putImageData(image, 0, 0);
    pen.imageSmoothingEnabled = !state.discrete && !state.labels;
    pen.drawImage(state.buffer, box.left, box.top, box.width, box.height);
    const at = axes(pen, colours, box, data.extent[0], data.extent[1], { x: data.names[0], y: data.names[1] });
    pen.save();
    pen.beginPath(); pen.rect(box.left, box.top, box.width, box.height); pen.clip();
    data.points.forEach((p) => {
      if (p[3] && !state.test) return;
      marker(pen, at.x(p[0]), at.y(p[1]), p[3], 3.4);
      pen.fillStyle = data.classes.length ? classColour(colours, p[2]) : signColour(colours, clamp((p[2] - data.middle) / data.limit, -1, 1));
      pen.fill();
      pen.lineWidth = p[3] ? 1.4 : 1;
      pen.strokeStyle = p[3] ? colours.text : colours.back;
      pen.stroke();
    });
    pen.restore();
    state.reading = (px, py) => {
      const col = Math.floor(((px - box.left) / box.width) * r), row = Math.floor(((py - box.top) / box.height) * r);
      if (col < 0 || row < 0 || col >= r || row >= r) return null;
      const i = offset + row * r + col, v = (state.maps[i] - 127) / 127;
      if (state.labels) return `${data.classes[state.labels[i]]}, ${percent(state.maps[i] / 254)} sure`;
      if (data.probability) return `${data.classes[1]}: ${percent((v + 1) / 2)}`;
      return `output ${number(data.middle + v * data.limit)}`;
    };
  },

  line(state, canvas) {
    const { data, colours } = state, { pen, width, height } = ready(canvas, 1);
    const box = { left: 46, top: 6, width: width - 54, height: height - 46 };
    const at = axes(pen, colours, box, data.extent[0], data.extent[1], { x: data.names[0], y: data.names[1], grid: true });
    pen.save();
    pen.beginPath(); pen.rect(box.left, box.top, box.width, box.height); pen.clip();
    data.points.forEach((p) => {
      if (p[3] && !state.test) return;
      marker(pen, at.x(p[0]), at.y(p[1]), p[3], 3);
      pen.fillStyle = p[3] ? colours.back : colours.series[0];
      pen.fill();
      pen.strokeStyle = colours.series[0];
      pen.stroke();
    });
    const n = data.grid.length;
    pen.beginPath();
    data.grid.forEach((v, i) => pen[i ? "lineTo" : "moveTo"](at.x(v), at.y(state.values[state.index * n + i])));
    pen.strokeStyle = colours.series[1];
    pen.lineWidth = 3;
    pen.stroke();
    pen.restore();
    state.reading = (px) => {
      const i = Math.round(((px - box.left) / box.width) * (n - 1));
      return i < 0 || i >= n ? null : `${data.names[0]} = ${short(data.grid[i])}: predicts ${number(state.values[state.index * n + i])}`;
    };
  },

  scatter(state, canvas) {
    const { data, colours } = state, { pen, width, height } = ready(canvas, 1);
    const box = { left: 52, top: 6, width: width - 60, height: height - 46 };
    const at = axes(pen, colours, box, data.extent[0], data.extent[1], { x: data.names[0], y: data.names[1], grid: true });
    pen.save();
    pen.beginPath(); pen.rect(box.left, box.top, box.width, box.height); pen.clip();
    pen.beginPath(); pen.moveTo(at.x(data.extent[0][0]), at.y(data.extent[0][0])); pen.lineTo(at.x(data.extent[0][1]), at.y(data.extent[0][1]));
    pen.strokeStyle = colours.text; pen.setLineDash([5, 4]); pen.stroke(); pen.setLineDash([]);
    const n = data.points.length;
    data.points.forEach((p, i) => {
      if (p[3] && !state.test) return;
      marker(pen, at.x(p[0]), at.y(state.values[state.index * n + i]), p[3], 3);
      pen.fillStyle = p[3] ? colours.series[1] : colours.series[0];
      pen.globalAlpha = 0.75; pen.fill(); pen.globalAlpha = 1;
    });
    pen.restore();
    state.reading = () => null;
  },

  confusion(state, canvas) {
    const { data, colours } = state, { pen, width, height } = ready(canvas, 0.86), c = data.classes.length;
    const left = Math.min(120, width * 0.28), box = { left, top: 30, width: width - left - 6, height: height - 52 };
    const cell = { w: box.width / c, h: box.height / c }, part = state.test ? "test" : "train";
    const counts = data.confusion[part], base = state.index * c * c;
    pen.font = `${c > 5 ? 11 : 13}px ${colours.font}`;
    pen.textBaseline = "middle";
    for (let i = 0; i < c; i++) {
      const total = counts.slice(base + i * c, base + i * c + c).reduce((a, b) => a + b, 0) || 1;
      for (let j = 0; j < c; j++) {
        const v = counts[base + i * c + j], share = v / total, x = box.left + j * cell.w, y = box.top + i * cell.h;
        pen.globalAlpha = 0.08 + 0.72 * share;
        pen.fillStyle = i === j ? colours.series[0] : colours.series[1];
        pen.fillRect(x + 1, y + 1, cell.w - 2, cell.h - 2);
        pen.globalAlpha = 1;
        pen.fillStyle = colours.text;
        pen.textAlign = "center";
        pen.font = `${i === j ? "600 " : ""}${c > 5 ? 11 : 14}px ${colours.font}`;
        if (v) pen.fillText(String(v), x + cell.w / 2, y + cell.h / 2);
      }
      pen.font = `12px ${colours.font}`;
      pen.textAlign = "right";
      pen.fillText(cut(pen, data.classes[i], left - 12), left - 6, box.top + (i + 0.5) * cell.h);
      pen.textAlign = "center";
      pen.fillText(cut(pen, data.classes[i], cell.w - 2), box.left + (i + 0.5) * cell.w, box.top + box.height + 11);
    }
    pen.fillText(`predicted (columns), true (rows): the ${part} part`, box.left + box.width / 2, 12);
    state.reading = (px, py) => {
      const j = Math.floor((px - box.left) / cell.w), i = Math.floor((py - box.top) / cell.h);
      if (i < 0 || j < 0 || i >= c || j >= c) return null;
      return `${counts[base + i * c + j]} × ${data.classes[i]} taken for ${data.classes[j]}`;
    };
  },
};

function cut(pen, text, room) {
  if (pen.measureText(text).width <= room) return text;
  let short = text;
  while (short.length > 1 && pen.measureText(`${short}…`).width > room) short = short.slice(0, -1);
  return `${short}…`;
}

function curve(state, canvas, kind) {
  const { data, colours } = state, h = data.history, metric = kind === "metric";
  const { pen, width, height } = ready(canvas, (w) => (w < 420 ? 150 : 178));
  const box = { left: 52, top: 6, width: width - 62, height: height - 44 };
  const lines = ["train", "test"].map((part) => h[`${part}_${metric ? data.metric.key : "loss"}`]);
  const finite = lines.flat().filter((v) => typeof v === "number");
  let high = Math.max(...finite, 0), low = Math.min(...finite, metric ? 1 : 0);
  if (metric) { high = 1; low = Math.max(low, -1); if (data.metric.key === "accuracy") low = Math.min(low, 0.5); }
  else {
    // A few spikes may leave the picture, the bulk of the run may not.
    const bulk = [...finite].sort((a, b) => a - b)[Math.floor(0.97 * (finite.length - 1))] ?? 1;
    const first = Math.max(...lines.map((l) => (typeof l[0] === "number" ? l[0] : 0)));
    high = Math.min(high, 1.1 * Math.max(bulk, first)) || high;
    low = Math.max(0, low);
  }
  if (high <= low) high = low + 1;
  const span = [0, Math.max(1, h.epoch[h.epoch.length - 1])];
  const at = axes(pen, colours, box, span, [low, high], { x: "epoch", grid: true, percent: metric && data.metric.key === "accuracy" });
  pen.save();
  pen.beginPath(); pen.rect(box.left - 1, box.top - 4, box.width + 6, box.height + 8); pen.clip();
  lines.forEach((values, k) => {
    pen.beginPath();
    let open = false;
    values.forEach((v, i) => {
      if (typeof v !== "number") { open = false; return; }
      pen[open ? "lineTo" : "moveTo"](at.x(h.epoch[i]), at.y(v));
      open = true;
    });
    pen.strokeStyle = colours.parts[k];
    pen.lineWidth = k ? 2.2 : 2;
    pen.setLineDash(k ? [6, 4] : []);
    pen.stroke();
  });
  pen.setLineDash([]);
  const now = state.hovered ?? data.epochs[state.index], i = nearest(h.epoch, now), x = at.x(h.epoch[i]);
  pen.beginPath(); pen.moveTo(x, box.top); pen.lineTo(x, box.top + box.height);
  pen.strokeStyle = colours.text; pen.lineWidth = 1; pen.stroke();
  lines.forEach((values, k) => {
    if (typeof values[i] !== "number") return;
    marker(pen, x, at.y(values[i]), k, 4);
    pen.fillStyle = colours.parts[k]; pen.fill();
    pen.strokeStyle = colours.back; pen.stroke();
  });
  pen.restore();
  canvas.epochAt = (px) => clamp(((px - box.left) / box.width) * span[1], 0, span[1]);
  const tell = metric && data.metric.key === "accuracy" ? percent : number;
  const name = metric ? data.metric.name : data.loss;
  caption(canvas.closest("figure"), name, h.epoch[i], lines.map((l) => tell(l[i])), colours, state.hovered !== null);
  canvas.setAttribute("aria-label", `${name} over ${span[1]} epochs; at epoch ${h.epoch[i]} train ${tell(lines[0][i])}, test ${tell(lines[1][i])}`);
}

function caption(figure, name, epoch, values, colours, hovered) {
  const key = (k) => `<svg width="22" height="8" aria-hidden="true"><path d="M0 4H22" stroke="${colours.parts[k]}" stroke-width="2.2" ${k ? 'stroke-dasharray="6 4"' : ""}/></svg>`;
  const box = figure.querySelector("figcaption");
  box.innerHTML = `<b></b> · ${key(0)} train <span></span> · ${key(1)} test <span></span><i></i>`;
  box.querySelector("b").textContent = name;
  box.querySelectorAll("span").forEach((s, k) => { s.textContent = hovered ? values[k] : ""; });
  box.querySelector("i").textContent = hovered ? ` · epoch ${epoch}` : "";
}

function nearest(list, value) {
  let best = 0;
  list.forEach((v, i) => { if (Math.abs(v - value) < Math.abs(list[best] - value)) best = i; });
  return best;
}

function paint(state) {
  if (!state.root.isConnected) return; // the page was left; a detached element has no colours
  const { root, data } = state, $ = (s) => root.querySelector(s), epoch = data.epochs[state.index];
  state.colours = theme(root);
  $(".epoch").innerHTML = "Epoch <b></b> of <span></span>";
  $(".epoch b").textContent = epoch;
  $(".epoch span").textContent = data.total;
  const slider = $(".transport input");
  slider.max = data.epochs.length - 1;
  slider.value = state.index;
  slider.setAttribute("aria-valuetext", `epoch ${epoch} of ${data.total}`);
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
  const canvas = $(".output canvas");
  DRAW[data.kind](state, canvas);
  canvas.setAttribute("aria-label", `${data.caption}, epoch ${epoch}`);
  $(".output figcaption").textContent = data.caption;
  if (!data.compact) root.querySelectorAll(".curve").forEach((f) => curve(state, f.querySelector("canvas"), f.dataset.curve));
  legend(state);
}

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
  root.querySelector(".legend").replaceChildren(...shapes.map(([shape, name]) => {
    const item = document.createElement("span");
    item.innerHTML = shape;
    item.append(name);
    return item;
  }));
}

function go(state, index) {
  state.index = clamp(index, 0, state.data.epochs.length - 1);
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

function wire(state) {
  const { root } = state, $ = (s) => root.querySelector(s), on = (act, f) => { $(`[data-act=${act}]`).onclick = f; };
  on("first", () => { play(state, false); go(state, 0); });
  on("back", () => { play(state, false); go(state, state.index - 1); });
  on("next", () => { play(state, false); go(state, state.index + 1); });
  on("play", () => play(state, !state.timer));
  // Taken hold of where it is, the slider sends no input: it stops all the same.
  $(".transport input").onpointerdown = () => play(state, false);
  $(".transport input").onkeydown = (e) => { if (e.key !== "Tab") play(state, false); };
  $(".transport input").oninput = (e) => { play(state, false); go(state, Number(e.target.value)); };
  $("[name=test]").onchange = (e) => { state.test = e.target.checked; paint(state); };
  $("[name=discrete]").onchange = (e) => { state.discrete = e.target.checked; paint(state); };
  const output = $(".output canvas"), tip = $(".output .hover");
  output.onpointermove = (e) => {
    const text = state.reading?.(e.offsetX, e.offsetY);
    tip.hidden = !text;
    if (!text) return;
    tip.textContent = text;
    tip.style.left = `${clamp(e.offsetX + 12, 0, output.clientWidth - tip.clientWidth - 4)}px`;
    tip.style.top = `${Math.max(0, e.offsetY - 30)}px`;
  };
  output.onpointerleave = () => { tip.hidden = true; };
  root.querySelectorAll(".curve canvas").forEach((canvas) => {
    canvas.onpointermove = (e) => {
      state.hovered = canvas.epochAt(e.offsetX);
      if (e.buttons) { play(state, false); state.index = nearest(state.data.epochs, state.hovered); }
      go(state, state.index);
    };
    canvas.onpointerdown = (e) => { play(state, false); go(state, nearest(state.data.epochs, canvas.epochAt(e.offsetX))); };
    canvas.onpointerleave = () => { state.hovered = null; go(state, state.index); };
  });
}

function unpack(state, data) {
  const same = state.data && state.data.run === data.run;
  const atEnd = same && state.index === state.data.epochs.length - 1;
  state.data = data;
  if (!same) play(state, false);
  state.maps = data.maps ? bytes(data.maps) : null;
  state.labels = data.labels ? bytes(data.labels) : null;
  state.values = data.values ? floats(data.values) : null;
  state.index = same && !atEnd ? clamp(state.index, 0, data.epochs.length - 1) : data.epochs.length - 1;
  return same;
}

export default function (component) {
  const { parentElement, data: [data] } = component, root = parentElement.querySelector(".replay");
  let state = STATES.get(parentElement);
  if (!state) {
    state = { root, index: 0, test: true, discrete: false, hovered: null, timer: 0, buffer: document.createElement("canvas") };
    STATES.set(parentElement, state);
    root.querySelector("[name=test]").checked = true;
    wire(state);
    state.observer = new ResizeObserver(() => { if (state.data) paint(state); });
    state.observer.observe(root);
  }
  const same = unpack(state, data);
  root.querySelector(".maponly").hidden = data.kind !== "plane" || !data.classes.length;
  root.querySelector(".options label").lastChild.data = data.kind === "confusion" ? " The test part" : " Show test points";
  root.classList.toggle("compact", data.compact);
  paint(state);
  if (data.autoplay && !same && !calm()) play(state, true);
  return () => { clearInterval(state.timer); cancelAnimationFrame(state.waiting); state.observer.disconnect(); STATES.delete(parentElement); };
}
