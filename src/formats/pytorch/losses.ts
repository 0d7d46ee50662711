// The tensors of a file that cannot be read, as one problem for each reason: a million tensors make no million problems.
import type { ErrorCode, Problem } from '../../errors.ts';
import type { Fault } from './layout.ts';
import { quoted } from './pickle/pickle-values.ts';

/** Gathers what was lost and why. */
export class Losses {
  readonly #groups = new Map<string, { code: ErrorCode; expected: string; found: string; lost: string[] }>();

  /** A fault of the file; the tensors that it costs are added with the same one. */
  note({ code, expected, found }: Fault): void {
    this.#groups.set(`${code} ${expected}`, { code, expected, found, lost: [] });
  }

  add(name: string, { code, expected, found }: Fault): void {
    const key = `${code} ${expected}`;
    const group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, { code, expected, found, lost: [name] });
    else group.lost.push(name);
  }

  /** One problem for each reason; where it is that of several tensors, what was found is said of the first. */
  problems(subject: string): readonly Problem[] {
    return [...this.#groups.values()].map(({ code, expected, found, lost }) => {
      const [first = '', ...more] = lost;
      const text = more.length === 0 ? found : `${lost.length} others, the first “${quoted(first)}”: ${found}`;
      return { code, subject, expected, found: text, lost };
    });
  }
}
