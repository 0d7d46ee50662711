// SentencePiece's tokenizer.model: a protocol buffer of pieces, each with its text, score and type.
import { ForebearError } from '../../errors.ts';
import { readField } from '../../formats/onnx/protobuf.ts';
import { tokenBytes } from './alphabet.ts';
import { type AddedToken, mostTokens, type Vocabulary } from './tokenizer.ts';

/** Fields of `ModelProto` and of `SentencePiece` (sentencepiece_model.proto). */
const piecesField = 1;
const pieceText = 1;
const pieceScore = 2;
const pieceType = 3;

/** Types of pieces that are no ordinary text. */
const types = { control: 3, userDefined: 4 };

/** Reads the pieces. Throws `format` where the bytes are no such message. */
export function sentencePieces(
  bytes: Uint8Array,
  file: string,
): { vocabulary: Vocabulary; added: readonly AddedToken[] } {
  const tokens = new Map<string, number>();
  const scores = new Map<number, number>();
  const added: AddedToken[] = [];
  const decoder = new TextDecoder();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let id = 0;
  for (let at = 0; at < bytes.length; ) {
    const field = readField(bytes, at, 0, bytes.length, file);
    at = field.end;
    if (field.number !== piecesField || field.kind !== 'bytes') continue;
    if (id >= mostTokens) throw new ForebearError('limit', file, `at most ${mostTokens} pieces`, 'more');
    let [text, score, type] = ['', 0, 1];
    for (let inside = field.start; inside < field.end; ) {
      const part = readField(bytes, inside, 0, field.end, file);
      inside = part.end;
      if (part.number === pieceText && part.kind === 'bytes')
        text = decoder.decode(bytes.subarray(part.start, part.end));
      else if (part.number === pieceScore && part.kind === 'fixed32') score = view.getFloat32(part.start, true);
      else if (part.number === pieceType && part.kind === 'varint') type = part.value;
    }
    if (type === types.control || type === types.userDefined) {
      added.push({ id, content: text, special: type === types.control, file });
    } else {
      tokens.set(tokenBytes(text, 'spaces'), id);
      scores.set(id, score);
    }
    id += 1;
  }
  if (id === 0) throw new ForebearError('format', file, 'SentencePiece pieces', 'none');
  return { vocabulary: { kind: 'unigram', alphabet: 'spaces', tokens, merges: undefined, scores, file }, added };
}
