import { expect, it } from 'vitest';
import { defaultSettings } from '#core/settings.ts';
import { type LetterContent, letterFrame } from './frame.ts';
import { letterOf } from './letter.tsx';

const content: LetterContent = {
  locale: 'en',
  subject: 'Your tickets',
  preview: 'Two tickets',
  heading: 'Your tickets',
  name: 'Anna',
  paragraphs: [],
  event: null,
  lines: [],
  tickets: [],
  button: { text: 'Open', url: 'https://foyer.example/o/1' },
  notes: [],
};

const withLogo = (type: string, width: number, height: number) => {
  const settings = { ...defaultSettings, logo: { url: '/img/brand/1.png', type, width, height } };
  return letterOf(content, letterFrame(settings, 'en', 'https://foyer.example', null));
};

it.each([
  ['a square', 400, 400, 28, 28],
  ['a long one', 1200, 200, 160, 27],
  ['a high one', 200, 800, 7, 28],
])('%s is scaled to one line beside the brand name', (_, width, height, shownWidth, shownHeight) => {
  const { html, text } = withLogo('image/png', width, height);
  expect(html).toContain(
    `<img src="https://foyer.example/img/brand/1.png" width="${shownWidth}" height="${shownHeight}" alt=""`,
  );
  expect(html).toContain(defaultSettings.brandName.en);
  expect(text).not.toContain('brand/');
});

it('mail programs that know no WebP would show a broken picture, so the brand name stands alone', () => {
  const { html } = withLogo('image/webp', 400, 400);
  expect(html).not.toContain('<img');
  expect(html).toContain(defaultSettings.brandName.en);
});
