// Names that are given out once each.
import { describe, expect, it } from 'vitest';
import { UniqueNames } from '../../src/formats/unique-names.ts';

const given = (...wanted: readonly string[]): string[] => {
  const names = new UniqueNames('file');
  return wanted.map((name) => names.unique(name));
};

describe('UniqueNames', () => {
  it('gives each name as it is, and numbers where it comes again', () => {
    expect(given('a', 'b', 'a', 'a')).toEqual(['a', 'b', 'a#2', 'a#3']);
  });

  it('passes over numbered names that are taken', () => {
    expect(given('a', 'a#2', 'a', 'a#2')).toEqual(['a', 'a#2', 'a#3', 'a#2#2']);
  });

  it('calls what has no name unnamed', () => {
    expect(given('', '', '__proto__')).toEqual(['unnamed', 'unnamed#2', '__proto__']);
  });

  it('refuses names of more than 2,048 characters', () => {
    expect(given('a'.repeat(2048))).toHaveLength(1);
    expect(() => given('a'.repeat(2049))).toThrow(expect.objectContaining({ code: 'limit', subject: 'file' }));
  });
});
