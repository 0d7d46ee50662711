// How tensors in a pickle get their names, and what of it is walked how often.
import { describe, expect, it } from 'vitest';
import { pickle, type ToPickle } from '../../../forgeries/writers/pickler.ts';
import { memorySource } from '../../../src/bytes/memory.ts';
import { readPickle } from '../../../src/formats/pytorch/pickle/pickle.ts';
import { type FoundTensors, walkTensors } from '../../../src/formats/pytorch/tensor-walk.ts';
import { assemble, dict, global, pickleOf, tensor, text } from '../../hostile/crafted-pickle.ts';

async function walk(bytes: Uint8Array): Promise<FoundTensors> {
  const { value } = await readPickle(memorySource(bytes), 0, 'torch');
  return walkTensors(value, bytes.length, 'file');
}

const namesOf = async (bytes: Uint8Array): Promise<readonly string[]> =>
  (await walk(bytes)).tensors.map(({ name }) => name);

/** A tensor that cannot be read, which the walk does not mind. */
const w: ToPickle = { call: { global: ['torch._utils', '_rebuild_sparse_tensor'] }, args: [] };
const of = (entries: Readonly<Record<string, ToPickle>>): ToPickle => ({ dict: Object.entries(entries) });
const named = async (value: ToPickle): Promise<readonly string[]> => namesOf(pickle(value));
const object = (attributes: Readonly<Record<string, ToPickle>>): ToPickle => ({
  object: { global: ['net', 'Net'] },
  state: of(attributes),
});

describe('walkTensors', () => {
  it('joins keys, numbers and attributes with dots', async () => {
    expect(await named(w)).toEqual(['']);
    expect(await named(of({ a: w, b: of({ c: w }), d: { list: [w, { tuple: [w] }] } }))).toEqual([
      'a',
      'b.c',
      'd.0',
      'd.1.0',
    ]);
    expect(
      await named({
        dict: [
          [7, w],
          [true, w],
          [null, w],
          [{ tuple: [1] }, w],
        ],
      }),
    ).toEqual(['7', 'True', 'None', 'key']);
    expect(await named(object({ weight: w, inner: object({ bias: w }) }))).toEqual(['weight', 'inner.bias']);
  });

  it('names the parts of a network as its state dictionary does', async () => {
    const layer = (): ToPickle =>
      object({ _parameters: of({ weight: w, bias: null }), _buffers: of({ mean: w }), training: true });
    const net = object({ _parameters: of({ scale: w }), _modules: of({ first: layer(), scaler: layer() }) });
    const names = ['scale', 'first.weight', 'first.mean', 'scaler.weight', 'scaler.mean'];
    expect(await named(net)).toEqual(names);
    expect(await named(of({ epoch: 1, model: net }))).toEqual(names);
  });

  it('takes off the keys that wrap everything, and no others', async () => {
    const weights = of({ a: w, 'b.c': w });
    const cases: readonly (readonly [ToPickle, readonly string[], readonly string[]])[] = [
      [of({ state_dict: weights }), ['state_dict'], ['a', 'b.c']],
      [of({ model: of({ module: weights }), epoch: 3 }), ['model', 'module'], ['a', 'b.c']],
      [of({ model: weights, ema: of({ a: w }) }), [], ['model.a', 'model.b.c', 'ema.a']],
      [of({ model: weights, extra: w }), [], ['model.a', 'model.b.c', 'extra']],
      [of({ encoder: weights }), [], ['encoder.a', 'encoder.b.c']],
      [of({ 'model.a': w }), [], ['model.a']],
      [of({ model: w }), [], ['model']],
      [object({ model: object({ a: w }) }), [], ['model.a']],
    ];
    for (const [value, wrappers, names] of cases) {
      const walked = await walk(pickle(value));
      expect([walked.wrappers, walked.tensors.map(({ name }) => name)]).toEqual([wrappers, names]);
    }
  });

  it('leaves out what stands beside weights, and counts it', async () => {
    const moments = of({ state: of({ 0: of({ exp_avg: w, exp_avg_sq: w }) }), param_groups: { list: [] } });
    const file = of({
      model: of({ a: w }),
      optimizer: moments,
      optimizer_of_mine: moments,
      rng_state: w,
      scaler: of({ scale: w }),
      state: of({ amp: { list: [w] }, opt: w }),
    });
    const { tensors, leftOut } = await walk(pickle(file));
    expect(tensors.map(({ name }) => name)).toEqual(['model.a', 'state.opt']);
    expect(Object.fromEntries(leftOut)).toEqual({
      optimizer: 2,
      optimizer_of_mine: 2,
      rng_state: 1,
      scaler: 1,
      'state.amp': 1,
    });
    expect((await walk(pickle(moments))).leftOut).toEqual(new Map([['state', 2]]));
  });

  it('lists a tied tensor under each of its names, and walks a shared container once', async () => {
    const tied = pickleOf(2, dict(['a', assemble(tensor(), 'q\x00')], ['b', 'h\x00']));
    expect(await namesOf(tied)).toEqual(['a', 'b']);
    const shared = pickleOf(2, dict(['a', assemble(dict(['w', tensor()]), 'q\x00')], ['b', 'h\x00']));
    expect(await namesOf(shared)).toEqual(['a.w']);
    const inBoth = pickleOf(2, dict(['optimizer', assemble(dict(['w', tensor()]), 'q\x00')], ['b', 'h\x00']));
    expect(await namesOf(inBoth)).toEqual(['b.w']);
  });

  it('gives equal names numbers', async () => {
    const value = of({ 'a.b': w, a: of({ b: w, 'b#2': w }) });
    expect(await named(value)).toEqual(['a.b', 'a.b#2', 'a.b#2#2']);
  });

  it('reads the dictionaries of Python 2 and objects with slots', async () => {
    const pairs = { call: { global: ['collections', 'OrderedDict'] as const }, args: [{ list: [{ list: ['a', w] }] }] };
    expect(await named(pairs)).toEqual(['a']);
    const slots = { object: { global: ['a', 'B'] as const }, state: { tuple: [null, of({ b: w })] } };
    expect(await named(slots)).toEqual(['b']);
    expect(await named({ object: { global: ['a', 'B'] }, state: { tuple: [w, 1] } })).toEqual(['0']);
  });

  it('goes 128 levels deep and says so where there is more', async () => {
    const nested = (levels: number): Uint8Array =>
      pickleOf(2, `}${'U\x01a}'.repeat(levels - 1)}U\x01w`, tensor(), 's'.repeat(levels));
    expect(await walk(nested(128))).toMatchObject({ tensors: { length: 1 }, tooDeep: false });
    expect(await walk(nested(129))).toMatchObject({ tensors: [], tooDeep: true });
  });

  it('sees through what a tensor is wrapped in', async () => {
    const parameter = assemble(global('torch._utils', '_rebuild_parameter'), '(', tensor(), 0x88, '}tR');
    const rebuilt = assemble(
      global('torch._tensor', '_rebuild_from_type_v2'),
      assemble('(', global('torch._utils', '_rebuild_tensor_v2'), global('mine', 'Tensor'), viewOf(tensor()), '}tR'),
    );
    const found = (await walk(pickleOf(2, dict(['p', parameter], ['r', rebuilt])))).tensors;
    expect(found).toMatchObject([
      { name: 'p', stored: { kind: 'view', shape: [2] } },
      { name: 'r', stored: { kind: 'view', shape: [2] } },
    ]);
    expect(await namesOf(pickleOf(2, text('no tensor')))).toEqual([]);
  });
});

/** The arguments of a call of `_rebuild_tensor_v2`, as the tuple they are. */
function viewOf(call: Uint8Array): Uint8Array {
  return call.subarray(assemble(global('torch._utils', '_rebuild_tensor_v2')).length, -1);
}
