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

it('reads ten thousand marks in a blink, and no deeper than three', () => {
  const started = performance.now();
  for (const one of ['*', '**', '_', '[', '[a](', '- ', '# ', '\n', '**_', 'http://', '*a **b ']) {
    parseMarkdown(one.repeat(10_000 / one.length));
  }
  expect(performance.now() - started).toBeLessThan(1_000);
});

it('gives one line of plain words for previews', () => {
  expect(plainText('## Вечер\n\n- **Бах**\n- [сайт](https://example.org)')).toBe('Вечер Бах сайт');
});
