import { describe, expect, it } from 'vitest';
import { plainLook, widgetCode } from './widget-code.ts';

const widget = { widgetId: 'wgt_1', url: 'https://foyer.example/w/wgt_1', title: 'Вечер', locale: 'ru' } as const;

describe('the code of a widget', () => {
  it('is as short as it can be where nothing was chosen', () => {
    expect(widgetCode(widget, plainLook)).toEqual({
      url: 'https://foyer.example/w/wgt_1',
      embedHtml: [
        '<script async src="https://foyer.example/widget/v1/loader.js"></script>',
        '<foyer-tickets widget="wgt_1"><a href="https://foyer.example/w/wgt_1">Билеты: Вечер</a></foyer-tickets>',
      ].join('\n'),
      iframeHtml:
        '<iframe src="https://foyer.example/w/wgt_1?embed=frame" title="Билеты: Вечер" loading="lazy" allow="payment" width="100%" height="640" frameborder="0"></iframe>',
    });
  });

  it('says the look and the sub-id in each variant, also where the script does not run', () => {
    const code = widgetCode(widget, { theme: 'dark', language: 'en', subId: 'пост-1' });
    expect(code.url).toBe(`https://foyer.example/w/wgt_1?sub=${encodeURIComponent('пост-1')}`);
    expect(code.embedHtml).toContain('<foyer-tickets widget="wgt_1" theme="dark" lang="en" sub="пост-1">');
    expect(code.embedHtml).toContain(`<a href="${code.url}">`);
    expect(code.iframeHtml).toContain(
      `?embed=frame&amp;theme=dark&amp;lang=en&amp;sub=${encodeURIComponent('пост-1')}"`,
    );
  });

  it('holds no HTML of people', () => {
    const title = `"><script>alert('1')</script>&`;
    const { embedHtml, iframeHtml } = widgetCode({ ...widget, title }, plainLook);
    for (const html of [embedHtml, iframeHtml]) {
      expect(html).toContain('&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;');
      expect(html).not.toContain("alert('1')");
    }
  });
});
