// Maps over two inputs: the output of the network, or of one neuron in it.
const NONE = 255; // in a map of bytes: not a number
const FINE = 5; // parts of a cell along each side, where an edge between two colours is drawn

function outputMap(state, pen, box) {
  const { data } = state, r = data.resolution, offset = state.index * r * r, edges = Boolean(state.labels) || state.discrete;
  const side = edges ? r * FINE : r, image = new ImageData(side, side), cells = new Uint32Array(image.data.buffer);
  if (state.labels) classCells(state, cells, offset);
  else if (edges) decisionCells(state, cells, offset);
  else for (let i = 0; i < cells.length; i++) cells[i] = state.shades[Math.round((255 * state.maps[offset + i]) / 254)];
  state.buffer.width = state.buffer.height = side;
  state.buffer.getContext("2d").putImageData(image, 0, 0);
  if (state.maps.subarray(offset, offset + r * r).includes(NONE)) hatch(state, pen, box.left, box.top, box.width, box.height);
  pen.imageSmoothingEnabled = true;
  pen.drawImage(state.buffer, box.left, box.top, box.width, box.height);
  return (px, py) => {
    const cell = cellAt(box, r, px, py), i = offset + cell, v = (state.maps[i] - 127) / 127;
    if (cell < 0) return null;
    if (state.maps[i] === NONE) return "not a number (nan)";
    if (state.labels) return `${data.classes[state.labels[i]]}, ${percent(state.maps[i] / 254)} sure`;
    if (data.probability) return `${data.classes[1]}: ${percent((v + 1) / 2)}`;
    return `output ${number(data.middle + v * data.limit)}`;
  };
}

// What is no number is neither positive nor negative: it is left out of a map, and hatched in the colour of errors.
function hatch({ colours }, pen, left, top, width, height) {
  const apart = clamp(width / 8, 3, 12);
  pen.save();
  pen.beginPath(); pen.rect(left, top, width, height); pen.clip();
  pen.fillStyle = colours.back; pen.fillRect(left, top, width, height);
  pen.beginPath();
  for (let x = left - height; x < left + width; x += apart) { pen.moveTo(x, top + height); pen.lineTo(x + height, top); }
  pen.setLineDash([]); pen.globalAlpha = 0.55; pen.lineWidth = apart / 8; pen.strokeStyle = colours.error; pen.stroke();
  pen.restore();
}

const odd = (v) => !Number.isFinite(v);

// Call f for every part of a cell with the four cells around it and how near each of them is.
function eachPart(r, f) {
  const near = Array.from({ length: r * FINE }, (_, k) => {
    const at = (k + 0.5) / FINE - 0.5, low = Math.floor(at);
    return [clamp(low, 0, r - 1), clamp(low + 1, 0, r - 1), at - low];
  });
  const cells = [0, 0, 0, 0], weights = [0, 0, 0, 0];
  near.forEach(([top, bottom, y], row) => near.forEach(([left, right, x], column) => {
    cells[0] = top * r + left; cells[1] = top * r + right; cells[2] = bottom * r + left; cells[3] = bottom * r + right;
    weights[0] = (1 - y) * (1 - x); weights[1] = (1 - y) * x; weights[2] = y * (1 - x); weights[3] = y * x;
    f(row * r * FINE + column, cells, weights);
  }));
}

// Which of two classes: the border runs where the answer between the cells changes its sign.
function decisionCells(state, cells, offset) {
  const { maps, shades } = state;
  eachPart(state.data.resolution, (i, around, weights) => {
    if (around.some((at) => maps[offset + at] === NONE)) return;
    let v = -127;
    for (let k = 0; k < 4; k++) v += weights[k] * maps[offset + around[k]];
    cells[i] = shades[v > 0 ? 232 : 23];
  });
}

// Which of many classes and how sure: the cells around vote.
function classCells(state, cells, offset) {
  const { data, colours, labels, maps } = state, back = rgb(colours.back), votes = new Float32Array(data.classes.length);
  const palette = data.classes.map((_, k) => shadesBetween(back, rgb(classColour(colours, k))));
  eachPart(data.resolution, (i, around, weights) => {
    if (around.some((at) => maps[offset + at] === NONE)) return;
    let best = labels[offset + around[0]], share = 0;
    for (let k = 0; k < 4; k++) votes[labels[offset + around[k]]] = 0;
    for (let k = 0; k < 4; k++) {
      const own = labels[offset + around[k]];
      votes[own] += weights[k] * maps[offset + around[k]];
      if (votes[own] > votes[best]) best = own;
    }
    for (let k = 0; k < 4; k++) if (labels[offset + around[k]] === best) share += weights[k];
    cells[i] = palette[best][state.discrete ? 254 : Math.round(votes[best] / (share || 1))];
  });
}

// From not sure to quite sure of a class, as its map is coloured: never as full as its points.
function shadesBetween(back, own) {
  return Uint32Array.from({ length: 255 }, (_, k) => {
    const sure = 0.12 + 0.48 * (k / 254), [red, green, blue] = own.map((v, c) => Math.round(back[c] + sure * (v - back[c])));
    return (255 << 24) | (blue << 16) | (green << 8) | red;
  });
}

function neuronMap(state, pen, box) {
  const net = inside(state), values = neuron(net, state.focus);
  tile(state, values, limitOf(net, state.focus));
  if (values.some(odd)) hatch(state, pen, box.left, box.top, box.width, box.height);
  pen.imageSmoothingEnabled = true;
  pen.drawImage(state.tile, box.left, box.top, box.width, box.height);
  return (px, py) => {
    const cell = cellAt(box, Math.sqrt(values.length), px, py);
    return cell < 0 ? null : `${called(state, state.focus)}: ${number(values[cell])}`;
  };
}

function cellAt(box, r, px, py) {
  const column = Math.floor(((px - box.left) / box.width) * r), row = Math.floor(((py - box.top) / box.height) * r);
  return column < 0 || row < 0 || column >= r || row >= r ? -1 : row * r + column;
}
