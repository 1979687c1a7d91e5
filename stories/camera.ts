// A browser whose camera looks at a ticket.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeQR } from 'qr';
import { arrive, openBrowser, type Person } from './people.ts';

const width = 640;
const height = 480;

export type CameraBrowser = {
  holder: (locale: 'ru-RU' | 'en-US', width: number) => Promise<Person>;
  end: () => Promise<void>;
};

/** Chromium grants the camera by itself, so nobody is asked for permission. */
export async function cameraBefore(code: string): Promise<CameraBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'foyer-camera-'));
  const film = join(folder, 'ticket.y4m');
  writeFileSync(film, filmOf(code));
  const browser = await openBrowser([
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ]);
  return {
    holder: (locale, wide) => arrive(browser, locale, wide),
    async end() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** YUV4MPEG2, 4:2:0: a grey hall with the white ticket in it. Chromium plays it over and over. */
function filmOf(code: string): Buffer {
  const rows = encodeQR(code, 'raw', { border: 4 });
  const dot = Math.floor((height * 0.8) / rows.length);
  const left = Math.floor((width - dot * rows.length) / 2);
  const top = Math.floor((height - dot * rows.length) / 2);
  const luma = Buffer.alloc(width * height, 110);
  for (let y = 0; y < dot * rows.length; y++) {
    for (let x = 0; x < dot * rows.length; x++) {
      const dark = rows[Math.floor(y / dot)]?.[Math.floor(x / dot)] === true;
      luma[(top + y) * width + left + x] = dark ? 30 : 225;
    }
  }
  const picture = Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc((width * height) / 2, 128)]);
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  return Buffer.concat([head, picture, picture]);
}
