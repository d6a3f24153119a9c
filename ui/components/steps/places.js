// Where the squares of a tensor stand: two dims on the screen for as many as it has.
const STRIP = 25, ROW = 20, PIECE = 16, LONG = 4, GAP = 0.5;

// The last dim goes right, the one before down, the one before that right in blocks, and so on.
function placed(shape) {
  const n = shape.reduce((a, b) => a * b, 1), rows = new Float32Array(n), cols = new Float32Array(n);
  const set = (f) => { for (let i = 0; i < n; i += 1) [rows[i], cols[i]] = f(i); };
  if (shape.length === 1 && n > STRIP) {
    const width = n > ROW * ROW ? 4 * ROW : ROW;
    set((i) => [Math.floor(i / width), i % width]);
  } else if (isStrip(shape)) set((i) => folded(shape, i));
  else {
    for (const [size, every, step, down] of spread(shape)) {
      const axis = down ? rows : cols;
      for (let i = 0; i < n; i += 1) axis[i] += (Math.floor(i / every) % size) * step;
    }
  }
  return { rows, cols, height: n ? 1 + rows.reduce((a, b) => Math.max(a, b), 0) : 1, width: n ? 1 + cols.reduce((a, b) => Math.max(a, b), 0) : 1 };
}

// For each dim: its size, how many elements one step along it skips, how far that goes, and whether down.
function spread(shape) {
  const extent = [1, 1], steps = [];
  let every = 1;
  for (let back = 0; back < shape.length; back += 1) {
    const size = shape[shape.length - 1 - back], down = back % 2, gap = GAP * Math.floor(back / 2), step = extent[down] + gap;
    steps.push([size, every, step, down]);
    extent[down] = size * extent[down] + Math.max(size - 1, 0) * gap;
    every *= size;
  }
  return steps;
}

const isStrip = (shape) => shape.length === 2 && Math.max(...shape) > LONG * Math.max(Math.min(...shape), 1) && Math.max(...shape) > PIECE;

// A long strip stands in pieces.
function folded([height, width], i) {
  const row = Math.floor(i / width), col = i % width, wide = width > height, few = Math.min(height, width);
  const [along, across] = wide ? [col, row] : [row, col], piece = wide ? ROW : PIECE;
  const far = across + Math.floor(along / piece) * (few + (few > 1 || !wide ? GAP : 0));
  return wide ? [far, along % piece] : [along % piece, far];
}

// The index of the element that stands at `i` in the order of indices.
function indexOf(shape, i) {
  const index = [];
  for (let dim = shape.length - 1; dim >= 0; dim -= 1) {
    index.unshift(i % shape[dim]);
    i = Math.floor(i / shape[dim]);
  }
  return index;
}

function placeInMemory({ shape, stride, offset }, i) {
  let place = offset;
  for (let dim = shape.length - 1; dim >= 0; dim -= 1) {
    place += (i % shape[dim]) * stride[dim];
    i = Math.floor(i / shape[dim]);
  }
  return place;
}
