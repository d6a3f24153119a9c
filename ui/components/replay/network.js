// The inside of the network: every weight and bias as PyTorch left it, and what each neuron makes of them.
const LINK = 24; // places of a link that are looked at when it is pointed to

function anatomy(found) {
  if (!found) return null;
  const tables = Object.fromEntries(Object.entries(found.tables).map(([name, bytes]) => [name, floats(bytes)]));
  const count = found.sizes.slice(1).reduce((sum, n, l) => sum + n * (found.sizes[l] + 1), 0);
  const weights = floats(found.weights);
  return { ...found, tables, count, weights, odd: weights.some(odd), fed: found.fed ? floats(found.fed) : null, index: -1 };
}

// Weights by layer at the moment shown and, where the inputs can be drawn, the output of every neuron at every place.
function inside(state) {
  const net = state.net;
  if (!net || net.index === state.index) return net;
  net.index = state.index;
  let at = state.index * net.count;
  net.layers = net.sizes.slice(1).map((n, l) => {
    const m = net.sizes[l], w = net.weights.subarray(at, at + n * m), b = net.weights.subarray(at + n * m, at + n * m + n);
    at += n * m + n;
    return { n, m, w, b };
  });
  if (net.fed) evaluate(net);
  return net;
}

function evaluate(net) {
  const places = net.fed.length / net.sizes[0];
  if (!net.values) {
    net.values = net.sizes.map((n) => new Float32Array(n * places));
    for (let g = 0; g < places; g++) for (let j = 0; j < net.sizes[0]; j++) net.values[0][j * places + g] = net.fed[g * net.sizes[0] + j];
  }
  net.layers.forEach(({ n, m, w, b }, l) => {
    const from = net.values[l], to = net.values[l + 1], table = net.shapes[l] === "Identity" ? null : net.tables[net.shapes[l]];
    for (let i = 0; i < n; i++) {
      const own = to.subarray(i * places, (i + 1) * places).fill(b[i]);
      for (let j = 0; j < m; j++) {
        const weight = w[i * m + j], base = j * places;
        for (let g = 0; g < places; g++) own[g] += weight * from[base + g];
      }
      if (table) look(table, own, net);
    }
  });
  net.limits = net.values.map((all) => Math.max(1, largest(all)));
  net.inputLimits ??= net.names.map((_, j) => largest(net.values[0].subarray(j * places, (j + 1) * places)) || 1);
}

// Between two places of its table an activation is as good as straight, beyond the last one too.
function look(table, values, { low, step }) {
  const last = table.length - 2;
  for (let g = 0; g < values.length; g++) {
    const t = (values[g] - low) / step, k = t < 0 ? 0 : t > last ? last : Math.floor(t), rise = table[k + 1] - table[k];
    values[g] = rise ? table[k] + (t - k) * rise : table[k]; // level, it is so up to infinity; of nan there is no place
  }
}

function largest(values) {
  let most = 0;
  for (let g = 0; g < values.length; g++) {
    const size = Math.abs(values[g]);
    if (size > most && size < Infinity) most = size;
  }
  return most;
}

// What is drawn in full colour: of an input its own largest value, of a layer the largest of all its neurons.
const limitOf = (net, [layer, i]) => (layer ? net.limits[layer] : net.inputLimits[i]);

function neuron(net, [layer, i]) {
  const places = net.fed.length / net.sizes[0];
  return net.values[layer].subarray(i * places, (i + 1) * places);
}

// Names: h2.3 is the third neuron of the second hidden layer.
function called(state, [layer, i]) {
  const { net, data } = state, last = net.sizes.length - 1;
  if (layer === 0) return net.names[i];
  if (layer < last) return `h${layer}.${i + 1}`;
  return net.sizes[last] > 1 ? `output for ${data.classes[i]}` : "output";
}

function formula(state, [layer, i]) {
  const net = inside(state);
  if (layer === 0) return `${net.names[i]}: an input`;
  const { m, w, b } = net.layers[layer - 1], shape = net.shapes[layer - 1];
  const used = Array.from({ length: m }, (_, j) => j).filter((j) => w[i * m + j] !== 0), shown = used.slice(0, 12);
  const signed = (v, first) => `${v < 0 ? "−" : first ? "" : "+"}${first ? "" : " "}${number(Math.abs(v))}`;
  const terms = shown.map((j, k) => `${signed(w[i * m + j], !k)}·${called(state, [layer - 1, j])}`);
  if (shown.length < used.length) terms.push(`+ … ${used.length - shown.length} more`);
  const sum = [...terms, signed(b[i], !terms.length)].join(" "), zeros = m - used.length;
  const left = zeros ? `  [left out: ${zeros} ${zeros > 1 ? "terms" : "term"} of weight 0]` : "";
  return `${called(state, [layer, i])} = ${shape === "Identity" ? sum : `${shape}(${sum})`}${left}`;
}

function layout(net, width, height) {
  const columns = net.sizes.length, most = Math.max(...net.sizes), top = 20;
  const size = Math.max(5, Math.min(44, (height - top - 8) / most - Math.min(10, 90 / most), (width / columns) * 0.55));
  const left = 8, step = (width - left - size - 8) / (columns - 1);
  return net.sizes.map((n, l) => {
    const pitch = Math.min((height - top - 8) / n, size * 1.75), start = top + (height - top - pitch * n) / 2 + (pitch - size) / 2;
    return Array.from({ length: n }, (_, i) => ({ x: left + l * step, y: start + i * pitch, size, at: [l, i] }));
  });
}

const bend = (a, b) => [a.x + a.size, a.y + a.size / 2, b.x, b.y + b.size / 2];

function along([x0, y0, x1, y1], t) {
  const s = 1 - t, half = (x0 + x1) / 2, k = 3 * s * t;
  return [s ** 3 * x0 + k * s * half + k * t * half + t ** 3 * x1, s ** 3 * y0 + k * s * y0 + k * t * y1 + t ** 3 * y1];
}

function drawNetwork(state, canvas) {
  const net = inside(state), { colours } = state;
  const { pen, width, height } = ready(canvas, (w) => (w < 480 ? 300 : 384));
  const nodes = layout(net, width, height), focus = state.focus;
  state.nodes = nodes;
  pen.lineCap = "butt";
  net.layers.forEach(({ n, m, w }, l) => {
    const wide = n * m > 600 ? 0.5 : 1;
    for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) {
      const weight = w[i * m + j];
      if (weight === 0) continue; // no link at all
      const [x0, y0, x1, y1] = bend(nodes[l][j], nodes[l + 1][i]), half = (x0 + x1) / 2;
      const own = focus && ((focus[0] === l + 1 && focus[1] === i) || (focus[0] === l && focus[1] === j));
      const none = odd(weight), size = none ? 1 : Math.abs(weight);
      pen.globalAlpha = own ? 1 : focus ? 0.18 : Math.min(0.9, 0.25 + 0.4 * size);
      pen.beginPath();
      pen.moveTo(x0, y0);
      pen.bezierCurveTo(half, y0, half, y1, x1, y1);
      pen.lineWidth = wide * Math.min(7, 0.6 + (none ? 1 : 2.2) * size);
      pen.strokeStyle = none ? colours.error : colours.series[weight < 0 ? 1 : 0];
      pen.setLineDash(none ? [1.5, 4] : weight < 0 ? [5, 3] : []);
      pen.stroke();
    }
  });
  pen.globalAlpha = 1;
  pen.setLineDash([]);
  nodes.flat().forEach((node) => drawNode(state, pen, node));
  pen.font = `11px ${colours.font}`;
  pen.textBaseline = "top";
  pen.fillStyle = colours.text;
  nodes.forEach((column, l) => {
    const last = l === nodes.length - 1;
    pen.textAlign = l ? (last ? "right" : "center") : "left";
    const x = column[0].x + (l ? (last ? column[0].size : column[0].size / 2) : 0);
    pen.fillText(l ? (last ? "output" : `hidden ${l}`) : "inputs", x, 0);
  });
  canvas.setAttribute("aria-label", `The network: ${net.sizes.join(", ")} neurons, epoch ${moment(state.data, state.data.epochs[state.index])}`);
}

function drawNode(state, pen, node) {
  const { net, colours } = state, [layer, i] = node.at, { x, y, size } = node;
  const focused = state.focus && state.focus[0] === layer && state.focus[1] === i;
  pen.fillStyle = colours.back;
  pen.fillRect(x, y, size, size);
  if (net.fed && state.data.kind === "plane") {
    const values = neuron(net, node.at);
    tile(state, values, limitOf(net, node.at));
    if (values.some(odd)) hatch(state, pen, x, y, size, size);
    pen.imageSmoothingEnabled = true;
    pen.drawImage(state.tile, x, y, size, size);
  } else if (net.fed) {
    const values = neuron(net, node.at);
    if (values.some(odd)) hatch(state, pen, x, y, size, size);
    pen.beginPath();
    values.forEach((v, g) => pen[g ? "lineTo" : "moveTo"](x + (g / (values.length - 1)) * size, y + size / 2 - (clamp(v / limitOf(net, node.at), -1, 1) * size) / 2.2));
    pen.strokeStyle = colours.series[0];
    pen.lineWidth = 1.5;
    pen.stroke();
  } else if (size > 18) {
    pen.fillStyle = colours.text;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.font = `11px ${colours.font}`;
    pen.fillText(String(i + 1), x + size / 2, y + size / 2);
  }
  pen.strokeStyle = colours.text;
  pen.lineWidth = focused ? 3 : 1;
  pen.strokeRect(x, y, size, size);
  if (!layer) return;
  const bias = net.layers[layer - 1].b[i], radius = clamp(size / 7, 1.5, 5);
  pen.beginPath();
  pen.arc(x, y + size, radius, 0, 2 * Math.PI);
  pen.fillStyle = odd(bias) ? colours.back : colours.series[bias < 0 ? 1 : 0];
  pen.fill();
  pen.lineWidth = odd(bias) ? 1.5 : 1;
  pen.strokeStyle = odd(bias) ? colours.error : colours.back;
  pen.stroke();
}

function tile(state, values, limit) {
  const side = Math.sqrt(values.length), image = new ImageData(side, side), cells = new Uint32Array(image.data.buffer);
  const shades = state.shades;
  for (let g = 0; g < cells.length; g++) cells[g] = odd(values[g]) ? 0 : shades[clamp(Math.round(127.5 + (127.5 * values[g]) / limit), 0, 255)];
  state.tile.width = state.tile.height = side;
  state.tile.getContext("2d").putImageData(image, 0, 0);
}

// The ends of the scale are left to the points: they are seen on the region of their own class.
function shadesOf(colours) {
  return Uint32Array.from({ length: 256 }, (_, k) => {
    const [r, g, b] = mix(colours.diverging, 0.5 + 0.56 * (k / 255 - 0.5));
    return (255 << 24) | (b << 16) | (g << 8) | r;
  });
}

// What lies under the pointer: a neuron, a bias or a link, and what it holds.
function pointed(state, px, py) {
  const net = inside(state);
  for (const node of state.nodes.flat()) {
    const [layer, i] = node.at, near = Math.max(6, node.size / 6);
    if (layer && Math.hypot(px - node.x, py - node.y - node.size) < near)
      return { text: `bias of ${called(state, node.at)}: ${signedNumber(net.layers[layer - 1].b[i])}` };
    if (px >= node.x && px <= node.x + node.size && py >= node.y && py <= node.y + node.size)
      return { at: node.at, text: called(state, node.at) };
  }
  let best = { distance: 6 };
  net.layers.forEach(({ n, m, w }, l) => {
    const [first] = state.nodes[l], [second] = state.nodes[l + 1];
    if (px < first.x + first.size || px > second.x) return;
    for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) {
      const link = bend(state.nodes[l][j], state.nodes[l + 1][i]);
      for (let k = 0; k <= LINK; k++) {
        const [x, y] = along(link, k / LINK), distance = Math.hypot(px - x, py - y);
        if (distance < best.distance) best = { distance, ends: [[l, j], [l + 1, i]], weight: w[i * m + j] };
      }
    }
  });
  if (!best.ends) return null;
  return { text: `weight ${called(state, best.ends[0])} → ${called(state, best.ends[1])}: ${signedNumber(best.weight)}` };
}

const signedNumber = (v) => `${Number.isNaN(v) ? "" : v < 0 ? "−" : "+"}${number(Math.abs(v))}`;

function neuronChoice(state) {
  const { root, net } = state, select = root.querySelector(".neurons select");
  const options = [new Option("the output of the whole network", "")];
  net.sizes.forEach((n, l) => {
    const group = document.createElement("optgroup");
    group.label = l ? (l === net.sizes.length - 1 ? "output" : `hidden layer ${l}`) : "inputs";
    for (let i = 0; i < n; i++) group.append(new Option(called(state, [l, i]), `${l},${i}`));
    options.push(group);
  });
  select.replaceChildren(...options);
}

function paintNetwork(state) {
  const { root, net, colours } = state;
  if (!net || state.data.compact) return;
  root.style.setProperty("--plus", colours.series[0]);
  root.style.setProperty("--minus", colours.series[1]);
  const canvas = root.querySelector(".network canvas");
  drawNetwork(state, canvas);
  root.querySelector(".network .odd").hidden = !net.odd;
  SHOWN.set(canvas, state.data);
  root.querySelector(".neurons select").value = state.focus ? state.focus.join(",") : "";
  root.querySelector(".formula").textContent = formula(state, state.focus ?? [net.sizes.length - 1, 0]);
}

function wireNetwork(state) {
  const canvas = state.root.querySelector(".network canvas"), tip = state.root.querySelector(".network .hover");
  const look = (focus) => { state.focus = focus; go(state, state.index); };
  answer(state, canvas, () => { paint(state); paintNetwork(state); }, {
    pointermove: (e) => {
      const found = pointed(state, e.offsetX, e.offsetY);
      hint(tip, canvas, found?.text, e);
      if (!state.pinned && String(found?.at) !== String(state.focus ?? undefined)) look(found?.at ?? null);
    },
    pointerdown: (e) => {
      const found = pointed(state, e.offsetX, e.offsetY);
      const again = state.pinned && String(found?.at) === String(state.focus);
      state.pinned = Boolean(found?.at) && !again;
      look(found?.at ?? null);
    },
  });
  canvas.onpointerleave = () => { tip.hidden = true; if (!state.pinned) look(null); };
  state.root.querySelector(".neurons select").onchange = (e) => {
    state.pinned = Boolean(e.target.value);
    look(e.target.value ? e.target.value.split(",").map(Number) : null);
  };
}
