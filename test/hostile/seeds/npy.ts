// Small valid NumPy files, one for each branch of the reader.
import { npyFile } from '../../../forgeries/writers/numpy.ts';

const data = Uint8Array.from({ length: 48 }, (_, i) => i);

function file(descr: string, shape: string, bytes: number, order = 'False', version = 1): Uint8Array {
  return npyFile(`{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }`, data.slice(0, bytes), version);
}

export const npySeeds: readonly Uint8Array[] = [
  file("'<f4'", '(2, 3)', 24),
  file("'>f8'", '(3, 2)', 48, 'True'),
  file("'<f2'", '(4,)', 8, 'False', 2),
  file("'|u1'", '()', 1, 'True', 3),
  file("'<c8'", '(2, 3)', 48),
  file("'|b1'", '(0, 4)', 0),
  file("[('w', '<f4'), ('b', '|O')]", '(1L,)', 12),
];
