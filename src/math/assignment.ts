// The cheapest one-to-one assignment of rows to columns: shortest augmenting paths in 64-bit arithmetic.

/** What was assigned, and that no other assignment is cheaper. */
export interface Assignment {
  /** The column of each row; every column is used at most once. */
  readonly columns: Int32Array;
  /** The sum of the chosen costs. */
  readonly cost: number;
}

/**
 * Solves the linear assignment problem for a dense row-major cost matrix of `rows` × `columns`, rows <= columns, every
 * row assigned (Jonker and Volgenant 1987, as restated for rectangles by Crouse 2016). Column reduction and two rounds of
 * augmenting row reduction assign most rows; each row left takes one shortest path, O(rows columns) apiece, so that the
 * worst case is O(rows² columns). Costs must be finite. Throws `RangeError` where there are more rows than columns.
 */
export function assign(costs: Float32Array | Float64Array, rows: number, columns: number): Assignment {
  if (rows > columns) throw new RangeError(`${rows} rows cannot have a column each of ${columns}`);
  const state: State = {
    costs,
    rows,
    columns,
    prices: new Float64Array(columns),
    columnOf: new Int32Array(rows).fill(-1),
    rowOf: new Int32Array(columns).fill(-1),
  };
  let free: number[] = Array.from({ length: rows }, (_, i) => i);
  if (rows === columns) free = reduceColumns(state);
  for (let round = 0; round < 2 && free.length > 0; round++) free = reduceRows(state, free);
  for (const row of free) augment(state, row);
  let cost = 0;
  for (let i = 0; i < rows; i++) cost += costs[i * columns + (state.columnOf[i] as number)] as number;
  return { columns: state.columnOf, cost };
}

interface State {
  readonly costs: Float32Array | Float64Array;
  readonly rows: number;
  readonly columns: number;
  /** Dual variables of the columns; reduced costs are cost - price of the column - price of the row. */
  readonly prices: Float64Array;
  readonly columnOf: Int32Array;
  readonly rowOf: Int32Array;
}

/** Gives every column its cheapest row, the last columns first; returns the rows left without one. Only for squares: in a rectangle a free column must keep its price of zero. */
function reduceColumns({ costs, rows, columns, prices, columnOf, rowOf }: State): number[] {
  // Row by row, since a walk down the columns of a large matrix misses the cache at every step.
  const best = new Int32Array(columns);
  prices.set(costs.subarray(0, columns));
  for (let i = 1; i < rows; i++) {
    const at = i * columns;
    for (let j = 0; j < columns; j++) {
      const cost = costs[at + j] as number;
      if (cost < (prices[j] as number)) {
        prices[j] = cost;
        best[j] = i;
      }
    }
  }
  for (let j = columns - 1; j >= 0; j--) {
    const row = best[j] as number;
    if ((columnOf[row] as number) >= 0) continue;
    columnOf[row] = j;
    rowOf[j] = row;
  }
  return Array.from({ length: rows }, (_, i) => i).filter((i) => (columnOf[i] as number) < 0);
}

/**
 * Every free row bids for its cheapest column and pays down its price to where the second cheapest would serve as well;
 * whoever loses a column bids again at once where the price truly fell. Returns the rows still free.
 */
function reduceRows({ costs, columns, prices, columnOf, rowOf }: State, free: readonly number[]): number[] {
  const queue = [...free];
  const left: number[] = [];
  // A bound on the bids: ties and tiny steps could go on for ever, and what is left over takes a path instead.
  let bids = 8 * queue.length + 1_000;
  for (let at = 0; at < queue.length; at++) {
    const row = queue[at] as number;
    const base = row * columns;
    let [first, second] = [Infinity, Infinity];
    let [firstAt, secondAt] = [-1, -1];
    for (let j = 0; j < columns; j++) {
      const reduced = (costs[base + j] as number) - (prices[j] as number);
      if (reduced < first) {
        [second, secondAt] = [first, firstAt];
        [first, firstAt] = [reduced, j];
      } else if (reduced < second) [second, secondAt] = [reduced, j];
    }
    const isBetter = first < second && secondAt >= 0;
    let taken = firstAt;
    if (isBetter) prices[firstAt] = (prices[firstAt] as number) - (second - first);
    else if ((rowOf[firstAt] as number) >= 0 && secondAt >= 0) taken = secondAt;
    const loser = rowOf[taken] as number;
    columnOf[row] = taken;
    rowOf[taken] = row;
    if (loser < 0) continue;
    columnOf[loser] = -1;
    bids -= 1;
    if (isBetter && bids > 0) queue.push(loser);
    else left.push(loser);
  }
  return left;
}

/** Finds the cheapest alternating path from a free row to a free column (Dijkstra over reduced costs) and turns it over. */
function augment({ costs, columns, prices, columnOf, rowOf }: State, start: number): void {
  const distance = new Float64Array(columns).fill(Infinity);
  const before = new Int32Array(columns);
  const done = new Uint8Array(columns);
  const reached: number[] = [];
  let row = start;
  let shortest = 0;
  let sink = -1;
  while (sink < 0) {
    const base = row * columns;
    const own = columnOf[row] as number;
    // The price of an assigned row is what makes its column's reduced cost zero.
    const offset = shortest - (own < 0 ? 0 : (costs[base + own] as number) - (prices[own] as number));
    let [nearest, at] = [Infinity, -1];
    for (let j = 0; j < columns; j++) {
      if (done[j] === 1) continue;
      const through = offset + (costs[base + j] as number) - (prices[j] as number);
      if (through < (distance[j] as number)) {
        distance[j] = through;
        before[j] = row;
      }
      const here = distance[j] as number;
      if (here < nearest || (here === nearest && (rowOf[j] as number) < 0)) [nearest, at] = [here, j];
    }
    shortest = nearest;
    done[at] = 1;
    reached.push(at);
    if ((rowOf[at] as number) < 0) sink = at;
    else row = rowOf[at] as number;
  }
  for (const j of reached) prices[j] = (prices[j] as number) + (distance[j] as number) - shortest;
  for (let j = sink; ; ) {
    const i = before[j] as number;
    const next = columnOf[i] as number;
    columnOf[i] = j;
    rowOf[j] = i;
    if (i === start) return;
    j = next;
  }
}
