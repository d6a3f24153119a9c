// What all pictures share: bytes, colours, numbers, marks.

// A film as it travels: see `wire` in __init__.py. Its last bytes say how it is shown.
function unwire(data) {
  const start = 4 + new DataView(data.buffer, data.byteOffset).getUint32(0, true);
  const fill = (part) => {
    for (const [name, value] of Object.entries(part)) {
      if (value?.bytes) part[name] = data.slice(...value.bytes.map((at) => start + at));
      else if (value && typeof value === "object" && !Array.isArray(value)) fill(value);
    }
    return part;
  };
  const film = fill(JSON.parse(new TextDecoder().decode(data.subarray(4, start))));
  return { ...film, steps: Boolean(data.at(-5)), again: Boolean(data.at(-4)), together: Boolean(data.at(-3)), compact: Boolean(data.at(-2)), autoplay: Boolean(data.at(-1)) };
}
const floats = (bytes) => new Float32Array(bytes.buffer);
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
    error: one("--st-red-color") || one("--st-text-color"),
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

const minus = (text) => text.replace("-", "−");

// A number never breaks across lines.
function power(exponential) {
  const [m, e] = exponential.split("e");
  return `${m === "1" ? "" : m === "-1" ? "−" : `${minus(m)}\u00a0×\u00a0`}10${[...String(Number(e))].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"["0123456789".indexOf(c)] ?? "⁻").join("")}`;
}

function number(v) {
  if (v === null || v === undefined) return "–";
  if (typeof v === "string") return { nan: "not a number", inf: "infinite", "-inf": "minus infinite", undefined: "not defined" }[v];
  if (!Number.isFinite(v)) return minus(String(v).toLowerCase().replace("infinity", "inf")); // as PyTorch writes them
  if (v !== 0 && (Math.abs(v) < 1e-3 || Math.abs(v) >= 1e5)) {
    return power(v.toExponential(2));
  }
  return minus(v.toFixed(4));
}

const percent = (v) => (v === null ? "–" : `${(100 * v).toFixed(1)} %`);

// Widths are asked for before anything is written: asked between, the browser would lay the page out again each time.
const WIDTHS = new WeakMap();
const measure = (root) => root.querySelectorAll("canvas").forEach((canvas) => WIDTHS.set(canvas, canvas.clientWidth));

function ready(canvas, ratio) {
  const width = WIDTHS.get(canvas) || canvas.clientWidth || canvas.parentElement.clientWidth, scale = window.devicePixelRatio || 1;
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

// What stands there already is not written again.
const WRITTEN = new WeakMap();
function renew(box, told, write) {
  if (WRITTEN.get(box) === told) return;
  WRITTEN.set(box, told);
  write(box);
}
const rewrite = (box, html) => renew(box, html, () => { box.innerHTML = html; });
const say = (box, text) => renew(box, String(text), () => { box.textContent = text; });

// Which data a picture shows, from its first drawing on.
const SHOWN = new WeakMap();

// Pointer and keys are answered by what is seen: a picture not drawn yet, or of other data by now, is drawn first.
function answer(state, canvas, draw, handlers) {
  for (const [name, handler] of Object.entries(handlers)) {
    canvas[`on${name}`] = (e) => {
      if (SHOWN.get(canvas) !== state.data) draw(state);
      if (SHOWN.get(canvas) === state.data) handler(e);
    };
  }
}

function short(v, digits = 4) {
  const size = Math.abs(v);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return power(Number(v.toPrecision(Math.max(3, digits - 1))).toExponential());
  return minus(String(Number(v.toPrecision(digits))));
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
