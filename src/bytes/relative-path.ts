// Which names may be opened inside a folder: the check that every name out of a model's own bytes goes through.
import { ForebearError } from '../errors.ts';

/** Longer than any honest file name of a model; Linux itself refuses 4,096 bytes. */
const maxPathLength = 1024;

/** Percent-encoded dots, slashes, backslashes and NUL: harmless on disk, a way out once the name becomes part of a URL. */
const encodedEscape = /%(?:2e|2f|5c|00)/i;

/**
 * The segments of a relative path with `/` between them. Throws `containment` for everything that is not plainly a
 * name below the folder: empty or absolute names, `.` and `..`, drive letters, backslashes, NUL, encoded escapes.
 * `subject` says who asked, for the message.
 */
export function relativeSegments(path: string, subject: string): readonly string[] {
  const refuse = (found: string): never => {
    throw new ForebearError('containment', subject, 'a relative file name inside the model’s folder', found);
  };
  if (path === '') return refuse('an empty name');
  if (path.length > maxPathLength) return refuse(`a name of ${path.length} characters`);
  if (path.includes('\0')) return refuse('a name with a NUL character');
  if (path.includes('\\')) return refuse(`a name with a backslash: ${path}`);
  if (path.startsWith('/')) return refuse(`an absolute name: ${path}`);
  if (/^[a-z]:/i.test(path)) return refuse(`a name with a drive letter: ${path}`);
  if (encodedEscape.test(path)) return refuse(`a name with encoded separators: ${path}`);
  const segments = path.split('/');
  for (const segment of segments) {
    if (segment === '' || segment === '.' || segment === '..')
      return refuse(`a name with “${segment}” as a part: ${path}`);
  }
  return segments;
}
