// A thread that hashes what it is given piece by piece; it knows neither files nor models.
import { parentPort } from 'node:worker_threads';
import { createSha256, type Sha256 } from '../bytes/sha256.ts';

let hash: Sha256 | undefined;

parentPort?.on('message', (piece: Uint8Array | undefined) => {
  hash ??= createSha256();
  if (piece === undefined) {
    parentPort?.postMessage(hash.digestHex(), []);
    hash = undefined;
    return;
  }
  hash.update(piece);
  // The piece's memory goes back to be filled again.
  parentPort?.postMessage(piece, [piece.buffer as ArrayBuffer]);
});
