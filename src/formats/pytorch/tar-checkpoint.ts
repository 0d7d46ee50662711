// PyTorch's files of version 0.1: a tar with all storages in one member. Recognised by its members, and not read.
import { ForebearError } from '../../errors.ts';
import type { ArchiveFormat } from '../format.ts';

const names = ['storages', 'tensors', 'pickle'];

export const tarCheckpointFormat: ArchiveFormat = {
  id: 'pytorch-legacy',
  matches: (members) => names.every((name) => members.some(({ path }) => path === name)),
  readHeader: (_, subject) => {
    const error = new ForebearError('unsupported', subject, 'a file of PyTorch 0.2 or later', 'one of PyTorch 0.1');
    return Promise.reject(error);
  },
};
