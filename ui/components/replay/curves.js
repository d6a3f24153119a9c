// Loss and metric over the epochs.
function curve(state, canvas, kind) {
  const { data, colours } = state, h = data.history, metric = kind === "metric";
  const { pen, width, height } = ready(canvas, (w) => (w < 420 ? 150 : 178));
  const lines = ["train", "test"].map((part) => h[`${part}_${metric ? data.metric.key : "loss"}`]);
  const finite = lines.flat().filter((v) => typeof v === "number"), above0 = finite.filter((v) => v > 0);
  const log = !metric && logAxis("loss_axis") && above0.length > 0, placed = (v) => typeof v === "number" && (!log || v > 0);
  const up = log ? LOG : STRAIGHT, across = logAxis("epoch_axis") ? LOG_EPOCH : STRAIGHT;
  let high = Math.max(...finite, 0), low = Math.min(...finite, metric ? 1 : 0);
  if (log) [low, high] = [Math.min(...above0) / 1.1, Math.max(...above0) * 1.1];
  else if (metric) { high = 1; low = Math.max(low, -1); if (data.metric.key === "accuracy") low = Math.min(low, 0.5); }
  else {
    // A few spikes may leave the picture, the bulk of the run may not.
    const bulk = [...finite].sort((a, b) => a - b)[Math.floor(0.97 * (finite.length - 1))] ?? 1;
    const first = Math.max(...lines.map((l) => (typeof l[0] === "number" ? l[0] : 0)));
    high = Math.min(high, 1.1 * Math.max(bulk, first)) || high;
    low = Math.max(0, low);
  }
  if (high <= low) high = low + 1;
  const wide = boxOf(state, pen, width, height, 52, [low, high], up);
  const row = !metric && !log && Math.max(...finite) > high ? NOTE : 0; // above the picture, for what leaves it
  const box = { ...wide, top: wide.top + row, width: wide.width - 2, height: height - 44 - row };
  const span = [0, Math.max(1, h.epoch[h.epoch.length - 1])];
  const at = axes(pen, colours, box, span, [low, high], { x: across === STRAIGHT ? "epoch" : "epoch (log)", across, up, grid: true, percent: metric && data.metric.key === "accuracy" });
  pen.save();
  pen.beginPath(); pen.rect(box.left - 5, box.top - 4, box.width + 10, box.height + 8); pen.clip();
  lines.forEach((values, k) => {
    pen.beginPath();
    let open = false;
    values.forEach((v, i) => {
      if (!placed(v)) { open = false; return; }
      pen[open ? "lineTo" : "moveTo"](at.x(h.epoch[i]), clamp(at.y(v), -1e5, 1e5)); // a canvas drops what is farther off
      open = true;
    });
    pen.strokeStyle = colours.parts[k];
    pen.lineWidth = k ? 2.2 : 2;
    pen.setLineDash(k ? [6, 4] : []);
    pen.stroke();
    // A number alone between others that are not finite makes no line: a point.
    values.forEach((v, i) => {
      if (![values[i - 1], v, values[i + 1]].every((w, n) => placed(w) === (n === 1))) return;
      marker(pen, at.x(h.epoch[i]), at.y(v), k, 3);
      pen.fillStyle = colours.parts[k];
      pen.fill();
    });
  });
  pen.setLineDash([]);
  const marks = data.marks ?? [];
  const above = finite.filter((v) => v > (low + high) / 2).length > finite.length / 2; // the labels go where the lines are not
  marked(pen, colours, box, marks.map(([epoch, told]) => [at.x(epoch), metric ? "" : told]), above);
  const now = state.hovered ?? data.epochs[state.index], i = nearest(h.epoch, now), x = at.x(h.epoch[i]);
  pen.beginPath(); pen.moveTo(x, box.top); pen.lineTo(x, box.top + box.height);
  pen.strokeStyle = colours.text; pen.lineWidth = 1; pen.stroke();
  lines.forEach((values, k) => {
    if (!placed(values[i])) return;
    marker(pen, x, at.y(values[i]), k, 4);
    pen.fillStyle = colours.parts[k]; pen.fill();
    pen.strokeStyle = colours.back; pen.stroke();
  });
  pen.restore();
  const said = outside(pen, colours, box, at, h.epoch, lines, [low, high], log, metric);
  SHOWN.set(canvas, data);
  canvas.epochAt = (px) => clamp(across.from(((px - box.left) / box.width) * across.to(span[1])), 0, span[1]);
  const tell = metric && data.metric.key === "accuracy" ? percent : number;
  const name = metric ? data.metric.name : `${data.loss}${log ? " (log)" : ""}`;
  caption(canvas.closest("figure"), name, moment(data, h.epoch[i]), lines.map((l) => tell(l[i])), colours, state.hovered !== null);
  canvas.setAttribute("aria-label", `${name} over ${short(span[1])} epochs; at epoch ${moment(data, h.epoch[i])} train ${tell(lines[0][i])}, test ${tell(lines[1][i])}${marks.map(([epoch, told]) => `; after epoch ${epoch} ${told}`).join("")}${said && `; ${said}`}`);
}

const NOTE = 13; // pixels that a row of small words takes

// What an axis does not show is said: how far it goes, and where; or that there is nothing else. Returns the words.
function outside(pen, colours, box, at, epochs, lines, [low, high], log, metric) {
  const all = lines.flatMap((values) => values.map((v, i) => [v, epochs[i]])).filter(([v]) => typeof v === "number");
  const least = all.reduce((a, b) => (b[0] < a[0] ? b : a), all[0]), most = all.reduce((a, b) => (b[0] > a[0] ? b : a), all[0]);
  const middle = box.top + box.height / 2, foot = box.top + box.height - 14, centre = box.left + box.width / 2;
  const notes = [];
  if (!all.length) notes.push(["No number here is finite", centre, middle - 6]);
  else if (metric) {
    if (most[0] < low) notes.push([`All below ${short(low)}: worse than always`, centre, middle - 14], [`saying the mean. Best: ${number(most[0])}`, centre, middle]);
    else if (least[0] < low) notes.push([`↓ down to ${number(least[0])}`, at.x(least[1]), foot]);
  } else {
    if (log && least[0] <= 0) notes.push(["gaps: losses of 0", at.x(least[1]), foot]);
    if (!log && most[0] > high) notes.push([`↑ up to ${number(most[0])}`, at.x(most[1]), box.top - NOTE]);
    if (logAxis("loss_axis") && most[0] <= 0) notes.push(["0 has no place on a log axis", centre, middle]);
  }
  notes.forEach(([text, x, top]) => note(pen, colours, box, text, x, top));
  return notes.map(([text]) => text).join(" ");
}

function note(pen, colours, box, text, middle, top) {
  pen.font = `10px ${colours.font}`;
  pen.textBaseline = "top";
  pen.textAlign = "left";
  const wide = pen.measureText(text).width, left = clamp(middle - wide / 2, box.left + 2, Math.max(box.left + 2, box.left + box.width - wide - 2));
  pen.fillStyle = colours.back;
  pen.fillRect(left - 3, top - 1, wide + 6, 13);
  pen.fillStyle = colours.text;
  pen.fillText(text, left, top);
}

// What changed on the way: a rule each, with its label in the first row, from the top or from below, that has room.
function marked(pen, colours, box, marks, below) {
  pen.font = `10px ${colours.font}`;
  pen.textBaseline = "top";
  pen.textAlign = "left";
  const right = box.left + box.width, rows = [-Infinity, -Infinity, -Infinity, -Infinity];
  pen.beginPath();
  for (const [x] of marks) { pen.moveTo(x, box.top); pen.lineTo(x, box.top + box.height); }
  pen.setLineDash([2, 3]); pen.lineWidth = 1; pen.strokeStyle = colours.text; pen.stroke();
  pen.setLineDash([]);
  for (const [x, told] of marks) {
    const wide = pen.measureText(told).width, left = x + 3 + wide > right ? Math.max(box.left, x - wide - 3) : x + 3;
    const row = rows.findIndex((end) => end < left);
    if (!told || row < 0) continue;
    rows[row] = left + wide + 6;
    const top = below ? box.top + box.height - 13 - 12 * row : box.top + 12 * row;
    pen.fillStyle = colours.back; pen.globalAlpha = 0.8;
    pen.fillRect(left - 1, top, wide + 2, 12);
    pen.globalAlpha = 1; pen.fillStyle = colours.text;
    pen.fillText(told, left, top + 1);
  }
}

function caption(figure, name, epoch, values, colours, hovered) {
  const key = (k) => `<svg width="22" height="8" aria-hidden="true"><path d="M0 4H22" stroke="${colours.parts[k]}" stroke-width="2.2" ${k ? 'stroke-dasharray="6 4"' : ""}/></svg>`;
  const box = figure.querySelector("figcaption");
  rewrite(box, `<b></b> · ${key(0)} train <span></span> · ${key(1)} test <span></span><i></i>`);
  say(box.querySelector("b"), name);
  box.querySelectorAll("span").forEach((s, k) => say(s, hovered ? values[k] : ""));
  say(box.querySelector("i"), hovered ? ` · epoch ${epoch}` : "");
}

function nearest(list, value) {
  let best = 0;
  list.forEach((v, i) => { if (Math.abs(v - value) < Math.abs(list[best] - value)) best = i; });
  return best;
}
