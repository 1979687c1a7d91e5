import { describe, expect, it } from 'vitest';
import { parseStrictly } from './read-json.ts';

const refused: [string, string][] = [
  ['a key given twice', '{"a":1,"a":2}'],
  ['a key given twice, once escaped', '{"a":1,"\\u0061":2}'],
  ['a key given twice deep inside', '{"a":[{"b":{"c":1,"c":1}}]}'],
  ['a prototype key', '{"__proto__":{"role":"admin"}}'],
  ['a constructor key', '{"constructor":{"prototype":{}}}'],
  ['a number with an exponent', '{"quantity":1e3}'],
  ['a number that hides a fraction', '{"quantity":1.0000000000000001}'],
  ['minus zero', '{"quantity":-0}'],
  ['a number beyond exact integers', '{"amount":9007199254740993}'],
  ['seventeen levels', `${'['.repeat(17)}${']'.repeat(17)}`],
  ['half a document', '{"a":'],
];

describe('a body that two readers could understand differently is refused', () => {
  it.each(refused)('%s', (_name, text) => {
    expect(() => parseStrictly(text)).toThrow();
  });

  it('takes equal keys in different objects, and strings that look like structure', () => {
    const text = '{"a":{"x":"},{"},"b":{"x":"\\"x\\":"},"c":[{"x":1},{"x":2}]}';
    expect(parseStrictly(text)).toEqual(JSON.parse(text));
  });
});
