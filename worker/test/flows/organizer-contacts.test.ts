// How buyers reach an organizer: set in the profile, seen on pages and in letters, by everybody and as text alone.

import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { Me, PublicContacts } from '#core/contracts/people.ts';
import { mailStatusLetter, mailTickets } from '../../delivery/delivery.ts';
import { storedMessage } from '../../delivery/mail/local-sender.ts';
import { orderWith } from '../../delivery/order-for-delivery.fixture.ts';
import { call, type ErrorResponse, newPerson, type Person } from '../calls.ts';
import { browse, heldAndOrdered, newShop } from '../shop.ts';

const none: PublicContacts = { email: '', phone: '', link: '' };
const all: PublicContacts = {
  email: 'ask@mayak.example',
  phone: '+7 495 123-45-67',
  link: 'https://mayak.example/faq',
};

function set<Body = Me>(person: Person, publicContacts: unknown) {
  return call<Body>('PATCH', '/api/me', { token: person.token, body: { publicContacts } });
}

const html = async (path: string, headers: Record<string, string> = {}) =>
  (await browse(path, { headers: { 'accept-language': 'ru', ...headers } })).text();

/** The pages that show the organizer of this shop, and the order of somebody who bought there. */
async function pagesOf(shop: Awaited<ReturnType<typeof newShop>>) {
  const ordered = await heldAndOrdered(shop);
  const opened = await browse(`/o/${ordered.orderId}/${ordered.orderToken}`);
  const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return () =>
    Promise.all([
      html(`/e/${shop.eventId}`),
      html(`/org/${shop.organizer.partyId}`),
      html(`/o/${ordered.orderId}`, { cookie }),
    ]);
}

/** The text of both letters of an order of this organizer. */
async function lettersOf(organizerId: string): Promise<string[]> {
  const made = orderWith({});
  const order = {
    ...made,
    organizerId,
    view: { ...made.view, orderId: `ord_0123456789abcdef_${organizerId.slice(4)}` },
  };
  await mailTickets(env, order, 1);
  await mailStatusLetter(env, order, { jobId: 'job', what: 'event-cancelled' });
  const ids = [`${order.view.orderId}.tickets.1`, `${order.view.orderId}.event-cancelled.job`];
  const letters = await Promise.all(ids.map((id) => storedMessage(env.FILES, id)));
  return letters.flatMap((letter) => [letter?.html ?? '', letter?.text ?? '']);
}

describe('contacts of an organizer', () => {
  it('stand on the pages of the event, the organizer and the order, at once after they are saved', async () => {
    const shop = await newShop(0);
    const pages = await pagesOf(shop);
    for (const page of await pages())
      expect(page).not.toMatch(/Связаться с организатором|Написать организатору|mailto:/);
    expect((await set(shop.organizer, all)).body.publicContacts).toEqual(all);
    const [event, organizer, order] = await pages();
    for (const page of [event, organizer, order]) {
      expect(page).toContain('href="mailto:ask@mayak.example?subject=');
      expect(page).toContain('href="tel:+74951234567"');
      expect(page).toContain('href="https://mayak.example/faq"');
      expect(page).toContain('mayak.example/faq</a>');
    }
    expect(event).toContain('Связаться с организатором');
    expect(order).toContain('Написать организатору');
    await set(shop.organizer, none);
    for (const page of await pages())
      expect(page).not.toMatch(/Связаться с организатором|Написать организатору|mailto:/);
  });

  it('are shown each by itself', async () => {
    const shop = await newShop(0);
    const pages = await pagesOf(shop);
    await set(shop.organizer, { ...none, phone: all.phone });
    for (const page of await pages()) {
      expect(page).toContain('tel:+74951234567');
      expect(page).not.toContain('mailto:');
      expect(page).not.toContain('mayak.example');
    }
  });

  it('stand in letters to buyers, but no page of the organizer is linked there', async () => {
    const organizer = await newPerson('organizer');
    for (const letter of await lettersOf(organizer.partyId)) expect(letter).not.toContain('Вопросы организатору');
    const other = await newPerson('organizer');
    await set(other, all);
    for (const letter of await lettersOf(other.partyId)) {
      expect(letter).toContain('Вопросы организатору: ask@mayak.example, +7 495 123-45-67');
      expect(letter).not.toContain('mayak.example/faq');
    }
    const third = await newPerson('organizer');
    await set(third, { ...none, link: all.link });
    for (const letter of await lettersOf(third.partyId)) expect(letter).not.toContain('Вопросы организатору');
  });

  it.each([
    ['email', 'not an address'],
    ['email', '<b>a@b.example</b>'],
    ['email', 'a@b.example?bcc=c@d.example'],
    ['phone', 'звоните'],
    ['phone', '<script>alert(1)</script>'],
    ['link', 'mayak.example'],
    ['link', 'javascript:alert(1)'],
    ['link', 'https://a@b.example'],
    ['link', 'https://mayak.example/"><script>'],
    ['link', 'https://mаyak.example/'],
  ] as const)('are refused when %s is “%s”', async (field, value) => {
    const organizer = await newPerson('organizer');
    const refused = await set<ErrorResponse>(organizer, { ...none, [field]: value });
    expect([refused.status, refused.body.error.code]).toEqual([400, 'invalid-request']);
    expect(JSON.stringify(refused.body.error.details)).toContain(`publicContacts.${field}`);
  });

  it('are written by whoever has confirmed their own e-mail, and emptied by anybody', async () => {
    const organizer = await newPerson('organizer', false);
    const refused = await set<ErrorResponse>(organizer, all);
    expect([refused.status, refused.body.error.code]).toEqual([403, 'email-not-verified']);
    expect((await set(organizer, none)).status).toBe(200);
  });

  it('belong to organizers alone, and a change of them is in the audit log', async () => {
    const distributor = await newPerson('distributor');
    expect((await set(distributor, all)).body.publicContacts).toBeNull();
    const organizer = await newPerson('organizer');
    expect((await set(organizer, all)).status).toBe(200);
    expect((await set(organizer, all)).status).toBe(200);
    const rows = await env.DB.prepare(
      "select after from audit_log where what = 'public-contacts-changed' and subject_id = ?",
    )
      .bind(organizer.partyId)
      .all<{ after: string }>();
    expect(rows.results).toEqual([{ after: '{"empty":false}' }]);
  });

  it('of an organizer who was stopped are shown nowhere', async () => {
    const shop = await newShop(0);
    await set(shop.organizer, all);
    const pages = await pagesOf(shop);
    await env.DB.prepare('update users set disabled_at = ? where id = ?').bind(Date.now(), shop.organizer.id).run();
    for (const page of await pages()) expect(page).not.toContain('mailto:');
    for (const letter of await lettersOf(shop.organizer.partyId)) expect(letter).not.toContain('ask@mayak.example');
  });
});
