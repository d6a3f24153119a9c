// Loss and metric over the epochs.
function curve(state, canvas, kind) {
  const { data, colours } = state, h = data.history, metric = kind === "metric";
  const { pen, width, height } = ready(canvas, (w) => (w < 420 ? 150 : 178));
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
  const wide = boxOf(state, pen, width, height, 52, [low, high]), box = { ...wide, width: wide.width - 2, height: height - 44 };
  const span = [0, Math.max(1, h.epoch[h.epoch.length - 1])];
  const at = axes(pen, colours, box, span, [low, high], { x: "epoch", grid: true, percent: metric && data.metric.key === "accuracy" });
  pen.save();
  pen.beginPath(); pen.rect(box.left - 5, box.top - 4, box.width + 10, box.height + 8); pen.clip();
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
    // A number alone between others that are not finite makes no line: a point.
    values.forEach((v, i) => {
      if (![values[i - 1], v, values[i + 1]].every((w, n) => (typeof w === "number") === (n === 1))) return;
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
    if (typeof values[i] !== "number") return;
    marker(pen, x, at.y(values[i]), k, 4);
    pen.fillStyle = colours.parts[k]; pen.fill();
    pen.strokeStyle = colours.back; pen.stroke();
  });
  pen.restore();
  canvas.epochAt = (px) => clamp(((px - box.left) / box.width) * span[1], 0, span[1]);
  const tell = metric && data.metric.key === "accuracy" ? percent : number;
  const name = metric ? data.metric.name : data.loss;
  caption(canvas.closest("figure"), name, moment(data, h.epoch[i]), lines.map((l) => tell(l[i])), colours, state.hovered !== null);
  canvas.setAttribute("aria-label", `${name} over ${short(span[1])} epochs; at epoch ${moment(data, h.epoch[i])} train ${tell(lines[0][i])}, test ${tell(lines[1][i])}${marks.map(([epoch, told]) => `; after epoch ${epoch} ${told}`).join("")}`);
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
