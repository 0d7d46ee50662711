// Small valid ONNX files for the fuzzer: raw and varint data, external data, nested graphs, functions.
import { field, graph, join, model, node, tensor, varint } from '../../../forgeries/writers/onnx.ts';

const inner = graph([tensor({ name: 'w', dims: [2], raw: new Uint8Array(8) })]);

export const onnxSeeds: readonly Uint8Array[] = [
  model(
    graph(
      [
        tensor({ name: 'a', dims: [2, 2], raw: new Uint8Array(16) }),
        tensor({ name: 'b', dims: [3], type: 6, extra: [field(5, join(varint(1), varint(-1), varint(300)))] }),
        tensor({ name: 'c', dims: [1], external: { location: 'c.bin', offset: '0', length: '4' } }),
        tensor({ name: 'd', dims: [2], type: 10, raw: new Uint8Array(4) }),
      ],
      [
        node('If', 'if', 'y', 'then_branch', field(6, inner)),
        node('Constant', '', 'k', 'value', field(5, tensor({ dims: [1], raw: new Uint8Array(4) }))),
      ],
    ),
    field(14, join(field(1, 'key'), field(2, 'value'))),
    field(
      25,
      join(
        field(1, 'f'),
        field(7, node('Constant', '', 'k', 'value', field(5, tensor({ dims: [], raw: new Uint8Array(4) })))),
      ),
    ),
  ),
];
