import { expect, it } from 'vitest';
import { parseMarkdown, plainParagraphs, plainText } from './markdown.ts';

const text = (value: string) => ({ kind: 'text', text: value });
const paragraph = (value: string) => ({ kind: 'paragraph', children: [text(value)] });
const item = (number: number | null, value: string) => ({ number, children: [text(value)] });
const linksOf = (markdown: string) =>
  parseMarkdown(markdown).flatMap((block) =>
    block.kind === 'list' ? [] : block.children.flatMap((one) => (one.kind === 'link' ? [one.href] : [])),
  );

it('reads paragraphs, headings, lists, marks and links', () => {
  expect(parseMarkdown('# Программа\nБах **и** _Гендель_\nвторая строка\n\n- один\n- два\n1. раз')).toEqual([
    { kind: 'heading', children: [text('Программа')] },
    {
      kind: 'paragraph',
      children: [
        text('Бах '),
        { kind: 'strong', children: [text('и')] },
        text(' '),
        { kind: 'emphasis', children: [text('Гендель')] },
        { kind: 'break' },
        text('вторая строка'),
      ],
    },
    { kind: 'list', ordered: false, items: [item(null, 'один'), item(null, 'два')] },
    { kind: 'list', ordered: true, items: [item(1, 'раз')] },
  ]);
  expect(parseMarkdown('[Сайт](https://example.org) и https://example.com/a.')).toEqual([
    {
      kind: 'paragraph',
      children: [
        { kind: 'link', href: 'https://example.org', children: [text('Сайт')] },
        text(' и '),
        { kind: 'link', href: 'https://example.com/a', children: [text('https://example.com/a')] },
        text('.'),
      ],
    },
  ]);
});

it('leaves everything else as text: HTML, hostile links, images', () => {
  const hostile = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert%281%29)',
    '[x](data:text/html,hi)',
    '[x](//evil.example)',
    '[x](vbscript:x)',
    '&lt;b&gt;',
  ];
  for (const one of hostile) {
    const [block] = parseMarkdown(one);
    const kinds = block !== undefined && block.kind !== 'list' ? block.children.map((child) => child.kind) : [];
    expect(new Set(kinds), one).toEqual(new Set(['text']));
    expect(plainText(one), one).toBe(one);
  }
});

// Four times the text may cost about four times the work, and not sixteen times. Two measurements of processor time on
// the same machine are compared, so neither a slow machine nor other work beside it changes the answer.
it.each(['*', '**', '_', '[', '[a](', '[a](b(', 'http://a)', '1. ', '- ', '# ', '\n', '**_', 'http://', '*a **b '])(
  'reads a text of %j only in time that grows with its length',
  (mark) => {
    const text = (length: number) => mark.repeat(length / mark.length);
    const [short, long] = [text(10_000), text(40_000)];
    parseMarkdown(long);
    expect(leastCpuMicros(long)).toBeLessThan(10 * leastCpuMicros(short) + 5_000);
  },
);

function leastCpuMicros(text: string): number {
  const costs = Array.from({ length: 15 }, () => {
    const before = process.cpuUsage();
    parseMarkdown(text);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.min(...costs);
}

it('gives one line of plain words for previews', () => {
  expect(plainText('## Вечер\n\n- **Бах**\n- [сайт](https://example.org)')).toBe('Вечер Бах сайт');
});

it('a list goes on with the numbers that were typed', () => {
  expect(parseMarkdown('1. Бах\n2. Гендель\n\nАнтракт\n\n3. Моцарт\n5. Шуберт\n1. Бис')).toEqual([
    { kind: 'list', ordered: true, items: [item(1, 'Бах'), item(2, 'Гендель')] },
    paragraph('Антракт'),
    { kind: 'list', ordered: true, items: [item(3, 'Моцарт'), item(5, 'Шуберт')] },
    { kind: 'list', ordered: true, items: [item(1, 'Бис')] },
  ]);
  expect(plainParagraphs('3. Моцарт\n\n- один')).toEqual(['3. Моцарт', '• один']);
});

it('a line that begins with a year is no item of a list', () => {
  expect(parseMarkdown('1986. Год **начала**')).toEqual([
    { kind: 'paragraph', children: [text('1986. Год '), { kind: 'strong', children: [text('начала')] }] },
  ]);
  expect(plainText('1986. Начало\n1991. Конец')).toBe('1986. Начало 1991. Конец');
});

it.each([
  ['[статья](https://ru.wikipedia.org/wiki/Орган_(инструмент))', ['https://ru.wikipedia.org/wiki/Орган_(инструмент)']],
  ["[клуб](https://example.org/o'hara)", ["https://example.org/o'hara"]],
  ['[пробел](https://example.org/a b)', ['https://example.org/a']],
  ['«https://example.org/a»', ['https://example.org/a']],
  ["https://example.org/o'hara, там", ["https://example.org/o'hara"]],
  ['https://example.org/_a_b_.', ['https://example.org/_a_b']],
  ['(https://example.org/a_(b))', ['https://example.org/a_(b)']],
  ['[письмо](mailto:box@example.org)', ['mailto:box@example.org']],
  ['[x](https://user@evil.example)', []],
  ['https://\u0430pple.example', []],
])('the target of %s', (markdown, hrefs) => {
  expect(linksOf(markdown)).toEqual(hrefs);
});

it.each([
  ['[bank.example](https://evil.example/login)', 'bank.example (https://evil.example/login)'],
  ['[https://bank.example/in](https://evil.example)', 'https://bank.example/in (https://evil.example)'],
  ['[**на bank.example!**](https://evil.example)', 'на bank.example! (https://evil.example)'],
  ['[сбербанк.рф](https://evil.example)', 'сбербанк.рф (https://evil.example)'],
])('words that name another site do not hide where the link leads: %s', (markdown, shown) => {
  expect(plainText(markdown)).toBe(shown);
});

it.each([
  '[example.org](https://www.example.org/a)',
  '[пример.рф](https://xn--e1afmkfd.xn--p1ai)',
  '[Сайт клуба](https://example.org)',
  '[т. е. афиша](https://example.org)',
  '[Сезон 2026.1](https://example.org)',
  '[box@example.org](mailto:box@example.org)',
])('words that name the target, or nothing, are a link: %s', (markdown) => {
  expect(linksOf(markdown)).toHaveLength(1);
  expect(plainText(markdown)).not.toContain('(');
});
