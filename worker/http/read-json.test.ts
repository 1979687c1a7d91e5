import { describe, expect, it } from 'vitest';
import { maxBodyBytes, parseStrictly, readText } from './read-json.ts';

const refused: [string, string][] = [
  ['a key given twice', '{"a":1,"a":2}'],
  ['a key given twice, once escaped', '{"a":1,"\\u0061":2}'],
  ['a key given twice deep inside', '{"a":[{"b":{"c":1,"c":1}}]}'],
  ['a prototype key', '{"__proto__":{"role":"admin"}}'],
  ['a prototype key, escaped', '{"\\u005f_proto__":{"role":"admin"}}'],
  ['a constructor key', '{"constructor":{"prototype":{}}}'],
  ['a number with an exponent', '{"quantity":1e3}'],
  ['a number that hides a fraction', '{"quantity":1.0000000000000001}'],
  ['minus zero', '{"quantity":-0}'],
  ['a number beyond exact integers', '{"amount":9007199254740993}'],
  ['a number in a list that is none of ours', '{"a":[1,2.5]}'],
  ['a lone number with a fraction', '1.0'],
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

  it('takes whole numbers of either sign, and strings that look like numbers', () => {
    const text = '{"a":0,"b":-12,"c":[9007199254740991, 7],"d":"1e3","e":"-0","f":"\\\\"}';
    expect(parseStrictly(text)).toEqual(JSON.parse(text));
  });

  it('names what is wrong and where', () => {
    const said = (text: string) => {
      try {
        return parseStrictly(text);
      } catch (error) {
        return error;
      }
    };
    expect(said('{"lines":[{"quantity":1.5}]}')).toMatchObject({
      details: { fields: [{ path: 'quantity', problem: 'not-an-integer' }] },
    });
    expect(said('{"a":1,"a":2}')).toMatchObject({ details: { fields: [{ problem: 'duplicate-key' }] } });
  });
});

describe('a body is bounded', () => {
  const request = (body: BodyInit) => new Request('https://foyer.example/', { method: 'POST', body });
  const piecewise = (pieces: number) => {
    let left = pieces;
    return new ReadableStream({
      pull(controller) {
        if (left-- === 0) controller.close();
        else controller.enqueue(new TextEncoder().encode('ё'.repeat(512)));
      },
    });
  };

  it('whether its length is declared or not', async () => {
    await expect(readText(request('x'.repeat(maxBodyBytes + 1)))).rejects.toMatchObject({ code: 'payload-too-large' });
    await expect(readText(request(piecewise(maxBodyBytes / 1_024 + 1)))).rejects.toMatchObject({
      code: 'payload-too-large',
    });
    const declared = { 'content-length': String(maxBodyBytes + 1) };
    const honest = new Request('https://foyer.example/', { method: 'POST', headers: declared, body: '{}' });
    await expect(readText(honest)).rejects.toMatchObject({ code: 'payload-too-large' });
    const modest = { 'content-length': '2' };
    const lying = new Request('https://foyer.example/', {
      method: 'POST',
      headers: modest,
      body: 'x'.repeat(maxBodyBytes + 5_000),
    });
    await expect(readText(lying)).rejects.toMatchObject({ code: 'payload-too-large' });
    expect(await readText(request(piecewise(maxBodyBytes / 1_024)))).toBe('ё'.repeat(maxBodyBytes / 2));
  });

  it('and must be UTF-8', async () => {
    await expect(readText(request(new Uint8Array([0x7b, 0xff, 0x7d])))).rejects.toMatchObject({
      code: 'invalid-request',
    });
  });
});
