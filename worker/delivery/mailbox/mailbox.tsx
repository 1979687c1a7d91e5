// /dev/mailbox shows the letters that the local sender has stored: as pages for people, as JSON for tests. In
// production every path here answers 404. A letter is shown as its reader gets it, in a sandboxed frame with a content
// policy that lets it run nothing and load nothing.

import { Hono, type MiddlewareHandler } from 'hono';
import { emailKeyOf } from '#core/email.ts';
import { configOf } from '../../config.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { Refusal } from '../../http/refusal.ts';
import { type Envelope, rawOf, type StoredMessage, storedEnvelopes, storedMessage } from '../mail/local-sender.ts';
import { LetterPage, ListPage } from './mailbox-pages.tsx';

const mostListed = 200;
const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'self'";
const letterPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups allow-popups-to-escape-sandbox";

const inDevelopmentOnly: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (configOf(c.env).ENVIRONMENT === 'production') throw new Refusal('not-found');
  await next();
  c.header('cache-control', 'no-store');
  c.header('referrer-policy', 'no-referrer');
  c.header('x-content-type-options', 'nosniff');
};

export const mailbox = new Hono<AppEnv>()
  .use('/mailbox', inDevelopmentOnly)
  .use('/mailbox.json', inDevelopmentOnly)
  .use('/mailbox/*', inDevelopmentOnly)
  .get('/mailbox', async (c) => {
    const to = c.req.query('to') ?? '';
    c.header('content-security-policy', pagePolicy);
    return c.html(`<!doctype html>${String(<ListPage to={to} letters={await letters(c.env.FILES, to)} />)}`);
  })
  .get('/mailbox.json', async (c) => {
    const items = await letters(c.env.FILES, c.req.query('to') ?? '');
    return c.json({ items: items.map((one) => ({ ...one, url: `/dev/mailbox/${one.id}` })) }, 200);
  })
  .get('/mailbox/:id', async (c) => {
    const id = c.req.param('id');
    if (id.endsWith('.json')) return c.json(told(await letter(c.env.FILES, id.slice(0, -'.json'.length))), 200);
    const stored = await letter(c.env.FILES, id);
    if (!(c.req.header('accept') ?? '').includes('text/html')) return c.json(told(stored), 200);
    c.header('content-security-policy', pagePolicy);
    return c.html(`<!doctype html>${String(<LetterPage letter={stored} />)}`);
  })
  .get('/mailbox/:id/html', async (c) => {
    const { html } = await letter(c.env.FILES, c.req.param('id'));
    c.header('content-security-policy', letterPolicy);
    // Our pages refuse to be framed, so a letter's links open a new tab, as in a mail program.
    return c.html(html.replace('<head>', '<head><base target="_blank">'));
  })
  .get('/mailbox/:id/raw', async (c) => {
    const raw = await rawOf(await letter(c.env.FILES, c.req.param('id')));
    return c.body(Buffer.from(raw), 200, { 'content-type': 'message/rfc822' });
  })
  .get('/mailbox/:id/attachments/:n', async (c) => {
    const { attachments } = await letter(c.env.FILES, c.req.param('id'));
    const index = /^\d{1,2}$/.test(c.req.param('n')) ? Number(c.req.param('n')) : -1;
    const attachment = attachments[index];
    if (attachment === undefined) throw new Refusal('not-found');
    return c.body(Buffer.from(attachment.base64, 'base64'), 200, {
      'content-type': attachment.type,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(attachment.name)}`,
    });
  });

async function letters(files: R2Bucket, to: string): Promise<Envelope[]> {
  const all = await storedEnvelopes(files);
  const wanted = to.trim() === '' ? '' : emailKeyOf(to);
  return all.filter((one) => wanted === '' || emailKeyOf(one.to) === wanted).slice(0, mostListed);
}

async function letter(files: R2Bucket, id: string): Promise<StoredMessage> {
  const stored = await storedMessage(files, id);
  if (stored === null) throw new Refusal('not-found');
  return stored;
}

function told({ attachments, ...rest }: StoredMessage) {
  return {
    ...rest,
    attachments: attachments.map((one, n) => ({
      name: one.name,
      type: one.type,
      size: Buffer.byteLength(one.base64, 'base64'),
      url: `/dev/mailbox/${rest.id}/attachments/${n}`,
    })),
  };
}
