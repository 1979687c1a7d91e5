import { expect, it } from 'vitest';
import { isSafeLink, parseMarkdown, plainText } from './markdown.ts';

const text = (value: string) => ({ kind: 'text', text: value });

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
    { kind: 'list', ordered: false, items: [[text('один')], [text('два')]] },
    { kind: 'list', ordered: true, items: [[text('раз')]] },
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
  for (const href of ['javascript:alert(1)', 'https://a"b', 'mailto:', 'ftp://a', ' https://a', 'https://a\\b']) {
    expect(isSafeLink(href), href).toBe(false);
  }
  expect(isSafeLink('mailto:box@example.org')).toBe(true);
});

// Four times the text may cost about four times the work, and not sixteen times. Two measurements of processor time on
// the same machine are compared, so neither a slow machine nor other work beside it changes the answer.
it.each(['*', '**', '_', '[', '[a](', '- ', '# ', '\n', '**_', 'http://', '*a **b '])(
  'reads a text of %j only in time that grows with its length',
  (mark) => {
    const text = (length: number) => mark.repeat(length / mark.length);
    const [short, long] = [text(10_000), text(40_000)];
    parseMarkdown(long);
    expect(leastCpuMicros(long)).toBeLessThan(10 * leastCpuMicros(short) + 5_000);
  },
);

function leastCpuMicros(text: string): number {
  const costs = Array.from({ length: 5 }, () => {
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
