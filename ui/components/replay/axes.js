// Where numbers stand in a picture: axes, straight or logarithmic, and their ticks.

const FEWEST = 3; // labels from which a scale can be read
const crowd = (count) => 2 * count + 2; // labels beyond which they would touch

// Every 1, 2 or 5 of a power of ten: about so many, and more where they would be too few to read the scale by.
function ticks(low, high, count) {
  const raw = (high - low) / count, unit = 10 ** Math.floor(Math.log10(raw));
  const steps = [10, 5, 2, 1, 0.5, 0.2, 0.1].map((k) => k * unit), first = steps.findLastIndex((s) => s >= raw);
  let found = [];
  for (const step of steps.slice(Math.max(0, first))) {
    const finer = multiples(low, high, step);
    if (found.length > 1 && finer.length > crowd(count)) break;
    found = finer;
    if (found.length >= FEWEST) break;
  }
  return found;
}

function multiples(low, high, step) {
  const found = [], from = Math.ceil(low / step - 1e-9), to = Math.floor(high / step + 1e-9);
  for (let k = from; k <= to; k++) found.push(Number((k * step).toPrecision(12)) || 0);
  return found;
}

// Powers of ten; twice and five times each where there is room or need; over less than one power as on a straight axis.
function logTicks(low, high, count) {
  const decades = Math.log10(high / low), powers = [];
  const within = (v) => v >= low * (1 - 1e-9) && v <= high * (1 + 1e-9);
  for (let e = Math.floor(Math.log10(low)); e <= Math.log10(high) + 1e-9; e++) powers.push(e);
  const each = (...parts) => powers.flatMap((e) => parts.map((k) => Number(`${k}e${e}`))).filter(within);
  const fine = each(1, 2, 5);
  if (fine.length >= FEWEST && fine.length <= count + 1) return fine;
  const choices = [];
  for (let n = Math.ceil(decades / count); n > 0; n--) choices.push(each(1).filter((v) => Math.round(Math.log10(v)) % n === 0));
  return [...choices, each(1, 3), fine].find((found) => found.length >= FEWEST) ?? ticks(low, high, count);
}

const STRAIGHT = { to: (v) => v, from: (v) => v, ticks };
const LOG = { to: Math.log10, from: (v) => 10 ** v, ticks: logTicks };
// Epochs begin at 0, which has no logarithm: each stands where one more would.
const LOG_EPOCH = { to: (v) => Math.log10(1 + v), from: (v) => 10 ** v - 1, ticks: (low, high, count) => [0, ...logTicks(1, Math.max(2, high), count)] };

const told = (v) => short(v, 7); // of a tick: no two share a label

const ticksUp = (ys, height, up) => up.ticks(ys[0], ys[1], Math.max(2, height / 45));

// Where a picture stands beside its axes: at least so far from the left, and as far as its widest number needs.
function boxOf(state, pen, width, height, least, ys, up = STRAIGHT) {
  pen.font = `11px ${state.colours.font}`;
  const widest = Math.max(...ticksUp(ys, height - 46, up).map((v) => pen.measureText(told(v)).width));
  const left = Math.ceil(Math.max(least, widest + 24));
  return { left, top: 6, width: width - left - 8, height: height - 46 };
}

// A mark at the edge is drawn whole, one beyond it not at all.
const inBox = ({ left, top, width, height }, x, y) => x > left - 0.5 && x < left + width + 0.5 && y > top - 0.5 && y < top + height + 0.5;

function axes(pen, colours, box, xs, ys, names) {
  const { across = STRAIGHT, up = STRAIGHT } = names;
  const part = (axis, [low, high], v) => (axis.to(v) - axis.to(low)) / (axis.to(high) - axis.to(low));
  const x = (v) => box.left + part(across, xs, v) * box.width;
  const y = (v) => box.top + box.height - part(up, ys, v) * box.height;
  pen.font = `11px ${colours.font}`;
  pen.lineWidth = 1;
  pen.strokeStyle = colours.line;
  pen.fillStyle = colours.text;
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  for (const v of ticksUp(ys, box.height, up)) {
    if (names.grid) { pen.beginPath(); pen.moveTo(box.left, y(v)); pen.lineTo(box.left + box.width, y(v)); pen.stroke(); }
    pen.fillText(names.percent ? `${told(100 * v)} %` : told(v), box.left - 5, y(v));
  }
  pen.textAlign = "center";
  pen.textBaseline = "top";
  let free = 0;
  for (const v of across.ticks(xs[0], xs[1], Math.max(2, box.width / 70))) {
    const half = pen.measureText(told(v)).width / 2, middle = Math.min(x(v), pen.canvas.clientWidth - half - 1);
    if (middle - half < free) continue;
    pen.fillText(told(v), middle, box.top + box.height + 5);
    free = middle + half + 4;
  }
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

