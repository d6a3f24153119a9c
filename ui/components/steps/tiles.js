// Tiles in rows, squares of one size in all of them, and the box for a tensor that is too large for squares.
const SIDES = [44, 40, 36, 32, 29, 27, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 5], HEAD = 54, NECK = 26, STRIP_HEIGHT = 9, FOOT = 30, BOX = [250, 190];
const APART = 0.8; // between pieces, in squares

function measured(state, tile) {
  const { pen } = state;
  tile.said = Math.max(...[[tile.code, CODE], [tile.note, NOTE], [tile.verdict, NOTE]].map(([text, font]) => {
    pen.font = font(state);
    return pen.measureText(text).width;
  }));
  tile.drawn ??= tile.parts.every((part) => part.values);
  if (!tile.drawn) return;
  for (const part of tile.parts) part.place ??= placed(part.shape);
}

// Few pieces stand beside each other if they are tall, else below each other; many in rows.
function cut({ parts }, name, least) {
  const n = parts.length, high = Math.max(...parts.map(({ place }) => place.height)), wide = Math.max(least, ...parts.map(({ place }) => place.width));
  const many = Math.max(1, Math.round(Math.sqrt((1.6 * n * (high + name)) / (wide + APART)))), row = n > 4 ? many : high > wide ? n : 1, at = [];
  let [x, y, below, width] = [0, 0, 0, 1];
  parts.forEach(({ place }, k) => {
    if (k && k % row === 0) [x, y, below] = [0, y + below + (name ? 0.2 : APART), 0];
    at.push([x, y + name]);
    width = Math.max(width, x + place.width);
    below = Math.max(below, name + place.height);
    x += Math.max(place.width, least) + APART;
  });
  return { at, width, height: y + below };
}

function arranged(state, width, side) {
  const { data: { tiles } } = state, boxes = [];
  let x = 0, y = 0, row = 0;
  for (const tile of tiles) {
    const name = tile.parts.length > 1 ? 14 / side : 0, least = name && 24 / side;
    const inner = tile.drawn && tile.parts.length ? cut(tile, name, least) : { at: [], width: BOX[0] / side, height: (tile.parts.length ? BOX[1] : 44) / side };
    const wide = Math.min(width, Math.max(inner.width * side, Math.min(tile.said, 330))), tall = HEAD + inner.height * side + FOOT + 8;
    if (x && x + NECK + wide > width) [x, y, row] = [0, y + row + 10, 0];
    if (x) x += NECK;
    boxes.push({ tile, x, y, wide, tall, ...inner, first: !x });
    x += wide;
    row = Math.max(row, tall);
  }
  return { boxes, side, height: y + row };
}

// The largest squares with which all tiles fit; where none do, the smallest, and the picture grows.
function layout(state, width) {
  state.data.tiles.forEach((tile) => measured(state, tile));
  const room = width < 640 ? 900 : 440, most = width < 640 ? SIDES.slice(4) : SIDES;
  let last = null;
  for (const side of most) {
    last = arranged(state, width, side);
    const fits = last.boxes.every((box) => box.width * side <= width) && last.height <= (side > 16 ? room * 0.8 : side > 8 ? room : 1.15 * room);
    if (fits) break;
  }
  return last;
}

const CODE = (state) => `600 13px ${state.code}`, NOTE = (state) => `12px ${state.colours.font}`;

function fitted(pen, text, width) {
  if (pen.measureText(text).width <= width) return text;
  let n = text.length;
  while (n > 4 && pen.measureText(`${text.slice(0, n)} …`).width > width) n -= 1;
  return `${text.slice(0, n)} …`;
}

const bright = ([r, g, b]) => 0.299 * r + 0.587 * g + 0.114 * b;
const paint = (colour) => `rgb(${colour.join(",")})`;

// The colour of an element, and of the number in it.
function shade(state, element) {
  if (!state.shades[element]) {
    const colour = mix(state.ramp, element / Math.max(1, state.data.numel - 1));
    state.shades[element] = { fill: paint(colour), ink: bright(colour) > 128 ? "#111822" : "#ffffff" };
  }
  return state.shades[element];
}

function square(state, pen, cell, side) {
  const { fill, ink } = shade(state, cell.element), gap = side > 7 ? 1 : side > 5 ? 0.5 : 0;
  pen.fillStyle = fill;
  pen.fillRect(cell.x, cell.y, side - gap, side - gap);
  if (side < 13) return;
  const digits = String(cell.element).length, size = Math.min(13, (side - 2) / Math.max(1.6, 0.62 * digits));
  if (size < 7) return;
  pen.font = `${size}px ${state.colours.font}`;
  pen.fillStyle = ink;
  pen.fillText(String(cell.element), cell.x + (side - gap) / 2, cell.y + (side - gap) / 2 + 0.5);
}

function head(state, pen, box, at) {
  const { tile } = box, wide = Math.max(box.wide, 60);
  Object.assign(pen, { textAlign: "left", textBaseline: "top", fillStyle: state.colours.text, font: CODE(state) });
  pen.fillText(fitted(pen, tile.code, wide), box.x, box.y);
  pen.font = NOTE(state);
  pen.fillText(fitted(pen, tile.note, wide), box.x, box.y + 18);
  pen.fillText(fitted(pen, tile.verdict, wide), box.x, box.y + 34);
  if (at && !box.first) {
    pen.font = `16px ${state.colours.font}`;
    pen.fillText("→", box.x - NECK + 4, box.y - 1);
  }
}

// What lies in memory, in its order; faint where the tensor does not look. Of more places than pixels, one for each pixel.
function strip(state, pen, box, y) {
  const { tile } = box, n = tile.memory?.length;
  if (!n) return [];
  const wide = Math.max(Math.min(box.width * state.side, box.wide), 60) / n, used = new Uint8Array(n), part = tile.parts[tile.chosen];
  part.values.forEach((_, i) => { used[placeInMemory(part, i)] = 1; });
  const cells = tile.memory.map((element, place) => ({ element, x: box.x + place * wide, y, wide, place })), every = Math.ceil(1 / wide);
  for (const faint of [0, 1]) {
    pen.globalAlpha = faint ? 0.25 : 1;
    for (let place = 0; place < n; place += every) {
      if (used[place] === faint) continue;
      pen.fillStyle = shade(state, tile.memory[place]).fill;
      pen.fillRect(cells[place].x, y, wide * every - (wide > 5 ? 1 : 0), STRIP_HEIGHT);
    }
  }
  pen.globalAlpha = 1;
  if (tile === state.data.tiles[0]) {
    Object.assign(pen, { fillStyle: state.colours.text, font: `11px ${state.colours.font}`, textAlign: "left", textBaseline: "top" });
    pen.fillText("in memory", box.x, y + STRIP_HEIGHT + 3);
  }
  return cells;
}

// The last three dims as a box: depth, height, width; what is in front of them stands as "16 ×".
function block(state, pen, box) {
  const part = box.tile.parts[box.tile.chosen], { shape, stride } = part, n = shape.length, most = Math.log(1 + Math.max(...shape, 1));
  const long = (dim, room) => (dim < 0 ? 0 : Math.max(6, (room * Math.log(1 + shape[dim])) / most));
  const [deep, high, wide] = [long(n - 3, 44), n > 1 ? long(n - 2, 100) : 16, long(n - 1, 100)], left = box.x + 104, top = box.y + HEAD + 6 + deep;
  const face = (points, t) => {
    pen.beginPath();
    points.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
    pen.closePath();
    pen.fillStyle = paint(mix(state.ramp, t));
    pen.fill();
    pen.stroke();
  };
  Object.assign(pen, { strokeStyle: state.colours.back, lineWidth: 1.5, textBaseline: "middle", font: NOTE(state) });
  face([[left, top], [left + wide, top], [left + wide, top + high], [left, top + high]], 0.35);
  if (deep) {
    face([[left, top], [left + deep, top - deep], [left + deep + wide, top - deep], [left + wide, top]], 0.2);
    face([[left + wide, top], [left + wide + deep, top - deep], [left + wide + deep, top - deep + high], [left + wide, top + high]], 0.5);
  }
  pen.fillStyle = state.colours.text;
  const say = (text, x, y, align) => { pen.textAlign = align; pen.fillText(text, x, y); };
  const side = (dim) => `${shape[dim]}, stride ${stride[dim]}`;
  if (n) say(side(n - 1), left + wide / 2, top + high + 10, "center");
  if (n > 1) say(side(n - 2), left - 6, top + high / 2, "right");
  if (n > 2) say(side(n - 3), left + deep / 2 - 6, top - deep / 2 - 2, "right");
  if (n > 3) say(`${shape.slice(0, -3).join(" × ")} ×`, left - 6, top + high / 2 + 18, "right");
}

// Draws all tiles; returns every square and every place in memory that can be pointed at.
function tilesDrawn(state, pen, { boxes, side }) {
  const cells = [];
  boxes.forEach((box, at) => {
    const { tile } = box, top = box.y + HEAD;
    head(state, pen, box, at);
    if (!tile.parts.length) refusedBox(state, pen, box, top);
    else if (!tile.drawn) block(state, pen, box);
    else {
      Object.assign(pen, { textAlign: "center", textBaseline: "middle" });
      tile.parts.forEach((part, k) => cells.push(...partDrawn(state, pen, box, { part, k, at, top, side })));
      const y = top + box.height * side + 6;
      strip(state, pen, box, y).forEach((place) => cells.push({ ...place, at, tall: STRIP_HEIGHT, strip: true }));
    }
  });
  return cells;
}

function partDrawn(state, pen, box, { part, k, at, top, side }) {
  const [left, down] = box.at[k], several = box.tile.parts.length > 1, chosen = k === box.tile.chosen;
  pen.globalAlpha = !several || chosen ? 1 : 0.65;
  const cells = part.values.map((element, i) => ({ element, i, k, at, x: box.x + (left + part.place.cols[i]) * side, y: top + (down + part.place.rows[i]) * side, wide: side, tall: side }));
  cells.forEach((cell) => square(state, pen, cell, side));
  if (!cells.length) emptyBox(state, pen, box, top);
  pen.globalAlpha = 1;
  if (several) {
    Object.assign(pen, { fillStyle: state.colours.text, font: `${chosen ? 700 : 400} 11px ${state.code}`, textAlign: "left" });
    pen.fillText(part.name, box.x + left * side, top + down * side - 8);
    Object.assign(pen, { textAlign: "center", strokeStyle: state.colours.text, lineWidth: 1.5 });
    if (chosen) pen.strokeRect(box.x + left * side - 1.5, top + down * side - 1.5, part.place.width * side + 2, part.place.height * side + 2);
  }
  return cells;
}

function refusedBox(state, pen, box, top) {
  Object.assign(pen, { strokeStyle: state.colours.line, lineWidth: 1.5 });
  pen.setLineDash([5, 4]);
  pen.strokeRect(box.x + 1, top - 18, Math.min(box.wide, 150), 44);
  pen.setLineDash([]);
  Object.assign(pen, { fillStyle: state.colours.text, font: NOTE(state), textAlign: "left", textBaseline: "middle" });
  pen.fillText("no tensor: see below", box.x + 12, top + 4);
}

function emptyBox(state, pen, box, top) {
  Object.assign(pen, { fillStyle: state.colours.text, font: NOTE(state), textAlign: "left" });
  pen.fillText("no elements", box.x, top + 10);
  pen.textAlign = "center";
}
