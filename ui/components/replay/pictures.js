// The output of the network: points on a map, a curve, predicted against true, a confusion matrix.
function neuronCurve(state, pen, box) {
  const { data, colours } = state, values = neuron(inside(state), state.focus), n = values.length, [left, right] = data.extent[0];
  const known = values.filter((v) => !odd(v)), low = known.reduce((a, b) => Math.min(a, b), Infinity), high = known.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!known.length) {
    axes(pen, colours, box, data.extent[0], data.extent[1], { x: data.names[0], y: called(state, state.focus), grid: true });
    return nowhere(state, pen, box);
  }
  const room = 0.06 * (high - low) || 1;
  const at = axes(pen, colours, box, data.extent[0], [low - room, high + room], { x: data.names[0], y: called(state, state.focus), grid: true });
  pen.beginPath();
  values.forEach((v, g) => pen[g ? "lineTo" : "moveTo"](at.x(left + ((g + 0.5) / n) * (right - left)), at.y(v)));
  pen.strokeStyle = colours.series[1];
  pen.lineWidth = 3;
  pen.stroke();
  state.reading = (px) => {
    const g = Math.floor(((px - box.left) / box.width) * n);
    return g < 0 || g >= n ? null : `${called(state, state.focus)}: ${number(values[g])}`;
  };
}

// Where nothing is finite there is nothing to draw: that is said.
function nowhere(state, pen, box) {
  note(pen, state.colours, box, "The answers are not finite", box.left + box.width / 2, box.top + box.height / 2 - 6);
  state.reading = () => null;
}

// The same of n predictions.
function unknown(state, pen, box, n) {
  if (state.values.subarray(state.index * n, (state.index + 1) * n).every(odd)) nowhere(state, pen, box);
}

// A ring around each point that was in the batch.
function ringed(state, pen, box, place) {
  const points = batchShown(state)?.points ?? [], all = pointsNow(state);
  pen.strokeStyle = state.colours.text; pen.lineWidth = 2;
  for (const at of points.map((i) => place(all[i], i))) if (inBox(box, ...at)) { marker(pen, ...at, 0, 6); pen.stroke(); }
}

// The points of this moment: others from where the noise changes on the way.
const pointsNow = ({ data, index }) => (data.later ?? []).reduce((now, [from, points]) => (index < from ? now : points), data.points);

function planePoints(state, pen, box, at) {
  const { data, colours } = state;
  pointsNow(state).forEach((p) => {
    if ((p[3] && !state.test) || !inBox(box, at.x(p[0]), at.y(p[1]))) return;
    marker(pen, at.x(p[0]), at.y(p[1]), p[3], 3.4);
    pen.fillStyle = data.classes.length ? classColour(colours, p[2]) : signColour(colours, clamp((p[2] - data.middle) / data.limit, -1, 1));
    pen.fill();
    pen.lineWidth = p[3] ? 1.4 : 1;
    pen.strokeStyle = p[3] ? colours.text : colours.back;
    pen.stroke();
  });
  ringed(state, pen, box, (p) => [at.x(p[0]), at.y(p[1])]);
}

const DRAW = {
  plane(state, canvas) {
    const { data, colours } = state, { pen, width, height } = ready(canvas, 1);
    const box = boxOf(state, pen, width, height, 42, data.extent[1]);
    state.reading = state.focus ? neuronMap(state, pen, box) : outputMap(state, pen, box);
    const at = axes(pen, colours, box, data.extent[0], data.extent[1], { x: data.names[0], y: data.names[1] });
    planePoints(state, pen, box, at);
  },

  line(state, canvas) {
    const { data, colours } = state, { pen, width, height } = ready(canvas, 1);
    const box = boxOf(state, pen, width, height, 46, data.extent[1]);
    if (state.focus) return neuronCurve(state, pen, box);
    const at = axes(pen, colours, box, data.extent[0], data.extent[1], { x: data.names[0], y: data.names[1], grid: true });
    pointsNow(state).forEach((p) => {
      if ((p[3] && !state.test) || !inBox(box, at.x(p[0]), at.y(p[1]))) return;
      marker(pen, at.x(p[0]), at.y(p[1]), p[3], 3);
      pen.fillStyle = p[3] ? colours.back : colours.series[0];
      pen.fill();
      pen.strokeStyle = colours.series[0];
      pen.stroke();
    });
    ringed(state, pen, box, (p) => [at.x(p[0]), at.y(p[1])]);
    const n = data.grid.length;
    pen.save();
    pen.beginPath(); pen.rect(box.left, box.top, box.width, box.height); pen.clip();
    pen.beginPath();
    data.grid.forEach((v, i) => pen[i ? "lineTo" : "moveTo"](at.x(v), at.y(state.values[state.index * n + i])));
    pen.strokeStyle = colours.series[1];
    pen.lineWidth = 3;
    pen.stroke();
    pen.restore();
    unknown(state, pen, box, n);
    state.reading = (px) => {
      const i = Math.round(((px - box.left) / box.width) * (n - 1));
      return i < 0 || i >= n ? null : `${data.names[0]} = ${short(data.grid[i])}: predicts ${number(state.values[state.index * n + i])}`;
    };
  },

  scatter(state, canvas) {
    const { data, colours } = state, { pen, width, height } = ready(canvas, 1);
    const box = boxOf(state, pen, width, height, 52, data.extent[1]);
    const at = axes(pen, colours, box, data.extent[0], data.extent[1], { x: data.names[0], y: data.names[1], grid: true });
    pen.save();
    pen.beginPath(); pen.rect(box.left, box.top, box.width, box.height); pen.clip();
    pen.beginPath(); pen.moveTo(at.x(data.extent[0][0]), at.y(data.extent[0][0])); pen.lineTo(at.x(data.extent[0][1]), at.y(data.extent[0][1]));
    pen.strokeStyle = colours.text; pen.setLineDash([5, 4]); pen.stroke(); pen.setLineDash([]);
    pen.restore();
    const n = data.points.length;
    data.points.forEach((p, i) => {
      if (p[3] && !state.test) return;
      const x = at.x(p[0]), y = at.y(state.values[state.index * n + i]);
      if (!inBox(box, x, y)) return;
      marker(pen, x, y, p[3], 3);
      pen.fillStyle = p[3] ? colours.series[1] : colours.series[0];
      pen.globalAlpha = 0.75; pen.fill(); pen.globalAlpha = 1;
    });
    ringed(state, pen, box, (p, i) => [at.x(p[0]), at.y(state.values[state.index * n + i])]);
    unknown(state, pen, box, n);
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
