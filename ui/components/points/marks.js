// How a point looks: a colour and a shape for each class, a colour on the scale for a number.
const SHAPES = [
  null, // a circle
  [[-1, -1], [1, -1], [1, 1], [-1, 1]],
  [[0, -1.35], [1.35, 0], [0, 1.35], [-1.35, 0]],
  [[0, -1.25], [1.2, 0.95], [-1.2, 0.95]],
  [[-0.45, -1.3], [0.45, -1.3], [0.45, -0.45], [1.3, -0.45], [1.3, 0.45], [0.45, 0.45], [0.45, 1.3], [-0.45, 1.3], [-0.45, 0.45], [-1.3, 0.45], [-1.3, -0.45], [-0.45, -0.45]],
  [[0, 1.25], [1.2, -0.95], [-1.2, -0.95]],
  [[1.25, 0], [-0.95, 1.2], [-0.95, -1.2]],
  [[-1.4, -0.4], [1.4, -0.4], [1.4, 0.4], [-1.4, 0.4]],
];

const shapeOf = (state, label) => (state.classes.length ? Math.max(0, state.classes.indexOf(label)) % SHAPES.length : 0);

function colourOf(state, label) {
  if (state.data.line) return state.colours.series[0];
  if (state.classes.length) return classColour(state.colours, Math.max(0, state.classes.indexOf(label)));
  return signColour(state.colours, clamp(label / state.data.limit, -1, 1));
}

function trace(pen, shape, x, y, size) {
  pen.beginPath();
  if (!SHAPES[shape]) pen.arc(x, y, size * 1.08, 0, 2 * Math.PI);
  else SHAPES[shape].forEach(([a, b], i) => (i ? pen.lineTo : pen.moveTo).call(pen, x + a * size, y + b * size));
  pen.closePath();
}

function icon(state, label) {
  const fill = colourOf(state, label), shape = SHAPES[shapeOf(state, label)];
  const mark = shape ? `<path d="M${shape.map(([a, b]) => `${6 + 4.3 * a} ${6 + 4.3 * b}`).join("L")}Z" fill="${fill}"/>`
    : `<circle cx="6" cy="6" r="4.8" fill="${fill}"/>`;
  return `<svg viewBox="0 0 12 12" aria-hidden="true">${mark}</svg>`;
}

function paint(state) {
  if (!state.root.isConnected) return;
  const canvas = state.canvas, { pen, width, height } = ready(canvas, (w) => clamp(0.82 * w, 270, 420));
  const [xs, ys] = state.data.extent, { colours } = state, size = width < 420 ? 4 : 4.6;
  const whole = boxOf(state, pen, width, height, 36, ys), room = 2.3 * size + 1; // for a chosen point at the edge
  const box = { ...whole, top: room, width: whole.width + 8 - room, height: whole.height + whole.top - room };
  state.box = box;
  const plane = axes(pen, colours, box, xs, ys, { x: state.data.names[0], y: state.data.names[1] });
  state.plane = plane;
  pen.strokeRect(box.left, box.top, box.width, box.height);
  const put = (point, grown = 1) => {
    if (!inBox(box, plane.x(point.x), plane.y(point.y))) return;
    trace(pen, shapeOf(state, point.label), plane.x(point.x), plane.y(point.y), size * grown);
    pen.fillStyle = colourOf(state, point.label);
    pen.fill();
    pen.lineWidth = 1;
    pen.strokeStyle = state.classes.length || state.data.line ? colours.back : colours.text;
    pen.stroke();
  };
  for (const point of state.points) put(point);
  for (const point of state.act?.points ?? []) put(point);
  const chosen = state.points.find((point) => point.row === state.chosen);
  if (chosen) {
    put(chosen, 1.25);
    ring(pen, colours.text, plane.x(chosen.x), plane.y(chosen.y), size * 2.3);
  }
  if (state.cross) crosshair(state, pen, put);
  SHOWN.set(canvas, state.data);
}

function ring(pen, colour, x, y, size) {
  pen.beginPath();
  pen.arc(x, y, size, 0, 2 * Math.PI);
  pen.lineWidth = 2;
  pen.strokeStyle = colour;
  pen.stroke();
}

function crosshair(state, pen, put) {
  const { box, plane, cross, colours } = state, x = plane.x(cross.x), y = plane.y(cross.y);
  pen.setLineDash([4, 4]);
  pen.lineWidth = 1;
  pen.strokeStyle = colours.text;
  pen.beginPath();
  pen.moveTo(box.left, y);
  pen.lineTo(box.left + box.width, y);
  pen.moveTo(x, box.top);
  pen.lineTo(x, box.top + box.height);
  pen.stroke();
  pen.setLineDash([]);
  if (state.act?.kind === "move") return;
  pen.globalAlpha = 0.55;
  put({ ...cross, label: state.label });
  pen.globalAlpha = 1;
}
