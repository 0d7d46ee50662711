// The same sums as numpy and torch users write them, run by whatever Python the machine has: an anchor, never a dependency.
import { spawnSync } from 'node:child_process';

/** What a Python contender prints: the seconds of its fastest round, and a sum that must be ours. */
export interface PeerTime {
  readonly seconds: number;
  /** Over all values: the mean square of suspect minus candidate. */
  readonly meanSquare: number;
}

/** Both read a safetensors file tensor by tensor as anybody would: mapped, widened, one expression for each sum. */
const shared = `
import json, struct, sys, time
import numpy as np
def tensors(path):
    with open(path, 'rb') as file:
        size = struct.unpack('<Q', file.read(8))[0]
        header = json.loads(file.read(size))
    data = np.memmap(path, dtype=np.uint8, mode='r', offset=8 + size)
    for name, info in header.items():
        if name != '__metadata__':
            start, end = info['data_offsets']
            yield data[start:end].view(np.uint16)
def best(one, rounds):
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        n, square = one()
        times.append(time.perf_counter() - begun)
    print(json.dumps({'seconds': min(times), 'meanSquare': square / n}))
`;

const programs = {
  numpy: `${shared}
def one():
    n, square = 0, 0.0
    for a, b in zip(tensors(sys.argv[1]), tensors(sys.argv[2])):
        x = (a.astype(np.uint32) << 16).view(np.float32).astype(np.float64)
        y = (b.astype(np.uint32) << 16).view(np.float32).astype(np.float64)
        d = x - y
        e = d * d
        sums = [x.sum(), y.sum(), (x * x).sum(), (y * y).sum(), (x * y).sum(), d.sum(), (e * d).sum(), (e * e).sum()]
        square += e.sum()
        equal = (x == y).sum(), (x == 0).sum(), ((x == 0) & (y == 0)).sum(), np.isfinite(d).sum()
        n += x.size
    return n, square
best(one, int(sys.argv[3]))
`,
  torch: `${shared}
import torch
torch.set_num_threads(int(sys.argv[4]))
def one():
    n, square = 0, 0.0
    for a, b in zip(tensors(sys.argv[1]), tensors(sys.argv[2])):
        x = torch.from_numpy(np.array(a)).view(torch.bfloat16).double()
        y = torch.from_numpy(np.array(b)).view(torch.bfloat16).double()
        d = x - y
        e = d * d
        sums = [x.sum(), y.sum(), (x * x).sum(), (y * y).sum(), (x * y).sum(), d.sum(), (e * d).sum(), (e * e).sum()]
        square += float(e.sum())
        equal = (x == y).sum(), (x == 0).sum(), ((x == 0) & (y == 0)).sum(), torch.isfinite(d).sum()
        n += x.numel()
    return n, square
best(one, int(sys.argv[3]))
`,
} as const;

export type Peer = keyof typeof programs;

export const peers = Object.keys(programs) as readonly Peer[];

/**
 * The fastest of some rounds over two files of BF16 tensors; undefined where there is no Python with that library.
 * `FOREBEAR_PYTHON` names another one than `python3`.
 */
export function peerTime(
  peer: Peer,
  first: string,
  second: string,
  rounds: number,
  threads: number,
): PeerTime | undefined {
  const python = process.env.FOREBEAR_PYTHON ?? 'python3';
  const { status, stdout } = spawnSync(
    python,
    ['-W', 'ignore', '-c', programs[peer], first, second, String(rounds), String(threads)],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  if (status !== 0) return undefined;
  const { seconds, meanSquare } = JSON.parse(stdout) as PeerTime;
  return { seconds, meanSquare };
}
