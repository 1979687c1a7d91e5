// Nobody can make us write to a stranger without end, and no word of a stranger becomes a link in what we write. The
// numbers of the floods are those of the attack of 25 November 2026.

import { env } from 'cloudflare:test';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import type { OpenTerms } from '#core/contracts/deals.ts';
import type { Me } from '#core/contracts/people.ts';
import { letterRules } from '#core/letter-limits.ts';
import { notificationQuietMs } from '#core/notification-digest.ts';
import { mailDueLetters } from '../../accounts/accounts.ts';
import { mailNotifications } from '../../deals/deals.ts';
import { mailTickets } from '../../delivery/delivery.ts';
import { rawOf, type StoredMessage, storedEnvelopes } from '../../delivery/mail/local-sender.ts';
import { LetterWaits } from '../../delivery/mail/mail.ts';
import { orderWith } from '../../delivery/order-for-delivery.fixture.ts';
import { call, newEvent, newPerson, newTicketType, type Person, password, publishedEvent } from '../calls.ts';
import { lettersTo } from '../mailbox.ts';
import { browse, hold, newKey, newShop, order, until } from '../shop.ts';

const atOnce = letterRules['free-order'].address[0]?.burst ?? 0;

let orders = 0;
/** An order of its own for this address; `total` 0 makes it a free one. */
function anOrder(email: string, total: number, holder = 'Анна') {
  orders += 1;
  const made = orderWith({ holder, tickets: 1 });
  const buyer = { name: holder, email };
  return {
    ...made,
    view: {
      ...made.view,
      buyer,
      orderId: `ord_0123456789abcdef_l${orders}`,
      total: { ...made.view.total, amount: total },
    },
  };
}

/** Ended deals of an event that nobody takes stand in nobody's way here. */
const offer = (event: { id: string }, distributor: Person) => ({
  eventId: event.id,
  distributorId: distributor.partyId,
  commissionBps: 1_000,
});

describe('one stranger', () => {
  it('gets a few of forty free orders made in his name, and of twenty tickets issued to him besides', async () => {
    const shop = await newShop(0);
    const stranger = 'stranger-1@example.org';
    for (let n = 0; n < 40; n++) {
      const held = await hold(shop);
      const buyer = { name: 'Анна', email: stranger };
      expect((await order(held.body.holdId, newKey(), { buyer })).status).toBe(201);
    }
    for (let n = 0; n < 20; n++) {
      const body = { ticketTypeId: shop.ticketTypeId, holder: { name: 'Анна', email: stranger } };
      const headers = { 'idempotency-key': newKey() };
      const issued = await call('POST', `/api/events/${shop.eventId}/tickets`, {
        token: shop.organizer.token,
        headers,
        body,
      });
      expect(issued.status).toBe(201);
    }
    await until(
      async () => (await env.FILES.list({ prefix: 'mail-log/ord_' })).objects.length,
      (logged) => logged >= 60,
    );
    const letters = await lettersTo(stranger);
    expect(letters).toHaveLength(atOnce);
    for (const one of letters) expect(one.html).toContain('/never-again/strangers/');
  }, 60_000);

  it('gets no more when consumers of the queue run side by side, and no more by labels in his address', async () => {
    const tries = Array.from({ length: 30 }, (_, n) => mailTickets(env, anOrder(`side+${n}@example.org`, 0), 1));
    await Promise.all(tries);
    const all = (await storedEnvelopes(env.FILES)).filter((one) => one.to.startsWith('side+'));
    expect(all).toHaveLength(atOnce);
  });

  it('gets one letter for each registration of his address and no flood of changes of address', async () => {
    const victim = `victim-${newKey()}@example.org`;
    for (let n = 0; n < 12; n++) {
      const person = await newPerson('buyer');
      const change = { email: victim, password };
      expect((await call('POST', '/api/me/email', { token: person.token, body: change })).status).toBe(200);
    }
    await until(
      async () => {
        await mailDueLetters(env, Date.now());
        const left = await env.DB.prepare(
          'select count(*) as n from account_letters where address = ? and mailed_at is null',
        );
        return left.bind(victim).first('n');
      },
      (left) => left === 0,
    );
    expect(await lettersTo(victim)).toHaveLength(letterRules['address-check'].address[0]?.burst ?? 0);
  }, 60_000);
});

describe('a ticket somebody paid for', () => {
  it('is mailed however many there are: beyond the limit it waits, and is never dropped', async () => {
    const buyer = 'agency@example.org';
    const limit = letterRules['paid-order'].address[0]?.burst ?? 0;
    for (let n = 0; n < limit; n++) await mailTickets(env, anOrder(buyer, 100), 1);
    const late = anOrder(buyer, 100);
    await expect(mailTickets(env, late, 1)).rejects.toThrow(LetterWaits);
    expect(await lettersTo(buyer)).toHaveLength(limit);
    await env.DB.prepare("update meters set next_at = 0 where key like 'letters-to-paid-order%'").run();
    await mailTickets(env, late, 1);
    expect(await lettersTo(buyer)).toHaveLength(limit + 1);
  }, 60_000);

  it('goes out while D1 is away, and what nobody paid for waits', async () => {
    const away = {
      prepare() {
        throw new Error('D1 is away');
      },
    } as unknown as D1Database;
    await mailTickets({ ...env, DB: away }, anOrder('paid@example.org', 100), 1);
    expect(await lettersTo('paid@example.org')).toHaveLength(1);
    const free = anOrder('free@example.org', 0);
    await expect(mailTickets({ ...env, DB: away }, free, 1)).rejects.toThrow();
    expect(await lettersTo('free@example.org')).toEqual([]);
    await mailTickets(env, free, 1);
    expect(await lettersTo('free@example.org')).toHaveLength(1);
  });
});

describe('words of strangers', () => {
  it('are no link in a subject, a greeting or anywhere else in a letter', async () => {
    const made = anOrder('reader@example.org', 0, 'Перейдите на https://evil.example/pay');
    const title = 'СБЕРБАНК: подтвердите вход https://evil.example/login';
    await mailTickets(env, { ...made, view: { ...made.view, event: { ...made.view.event, title } } }, 1);
    const [letter] = await lettersTo('reader@example.org');
    expect(letter?.subject).toContain('СБЕРБАНК: подтвердите вход https: evil. example');
    expect(letter?.text).toContain('Здравствуйте!');
    expect(letter?.text).not.toContain('Перейдите');
    expect(letter?.to.name).toBe('');
    for (const part of [letter?.subject, letter?.html, letter?.text]) expect(part).not.toMatch(/evil\.example/);
    const links = [...(letter?.html ?? '').matchAll(/href="([^"]+)"/g)].map((found) => new URL(found[1] ?? '').origin);
    expect(new Set(links)).toEqual(new Set(['http://localhost:8787']));
  });

  it.each([
    [
      'POST',
      '/api/auth/register',
      { login: 'phisher', email: 'p@example.org', password, role: 'buyer', displayName: 'https://evil.example' },
      'displayName',
    ],
    [
      'POST',
      '/api/holds/hld_x/order',
      { buyer: { name: 'evil.example', email: 'a@example.org' }, locale: 'ru' },
      'buyer.name',
    ],
  ])('are refused as a name: %s %s', async (method, path, body, field) => {
    const response = await call(method, path, { headers: { 'idempotency-key': newKey() }, body });
    expect(response.status).toBe(400);
    expect(response.body.error.details).toEqual({ fields: [{ path: field, problem: 'link-in-name' }] });
  });
});

describe('news of deals', () => {
  const subjectsTo = async (person: Person) => (await lettersTo(person.email)).map((one) => one.subject).toSorted();
  const withoutFirst = (subjects: string[]) => subjects.filter((one) => !one.startsWith('Подтвердите почту'));

  it('of sixty messages make two letters, and all of them stand in the dashboard', async () => {
    const organizer = await newPerson('organizer');
    const distributor = await newPerson('distributor');
    const { event } = await publishedEvent(organizer);
    const made = await call<{ id: string }>('POST', '/api/deals', {
      token: organizer.token,
      body: offer(event, distributor),
    });
    for (let n = 0; n < 60; n++) {
      const body = { body: `Сообщение ${n}` };
      await call('POST', `/api/deals/${made.body.id}/messages`, { token: organizer.token, body });
    }
    const now = Date.now();
    await mailNotifications(env, now);
    expect(withoutFirst(await subjectsTo(distributor))).toHaveLength(1);
    await Promise.all([1, 2, 3].map(() => mailNotifications(env, now + notificationQuietMs + 1_000)));
    await mailNotifications(env, now + notificationQuietMs + 2_000);
    const subjects = withoutFirst(await subjectsTo(distributor));
    expect(subjects).toHaveLength(2);
    const letters = await lettersTo(distributor.email);
    expect(letters.some((one) => one.text.includes('пишет вам сообщение. (60)'))).toBe(true);
    const told = await call<{ unread: number }>('GET', '/api/deals/notices', { token: distributor.token });
    expect(told.body.unread).toBe(61);
  }, 60_000);

  it('of fifteen offers taken back and ten invitations make a few, and none of what is over', async () => {
    const organizer = await newPerson('organizer');
    const distributor = await newPerson('distributor');
    const { event } = await publishedEvent(organizer);
    const { token } = organizer;
    for (let n = 0; n < 15; n++) {
      const made = await call<{ id: string }>('POST', '/api/deals', { token, body: offer(event, distributor) });
      expect(made.status).toBe(201);
      expect((await call('POST', `/api/deals/${made.body.id}/withdraw`, { token })).status).toBe(200);
    }
    for (let n = 0; n < 10; n++) {
      const body = { audience: 'invited', commissionBps: 900, invited: n % 2 === 0 ? [distributor.partyId] : [] };
      const set = await call<OpenTerms>('PUT', `/api/events/${event.id}/standing-terms`, { token, body });
      expect(set.status).toBe(200);
    }
    const now = Date.now();
    await mailNotifications(env, now);
    await mailNotifications(env, now + notificationQuietMs + 1_000);
    await mailNotifications(env, now + 2 * notificationQuietMs + 2_000);
    expect(withoutFirst(await subjectsTo(distributor)).length).toBeLessThanOrEqual(2);
    const left = await env.DB.prepare('select count(*) as n from notices where party_id = ? and mailed_at is null');
    expect(await left.bind(distributor.partyId).first('n')).toBe(0);
  }, 60_000);

  it('are not mailed of a kind that the reader switched off, and stand in the dashboard all the same', async () => {
    const [organizer, distributor] = await Promise.all([newPerson('organizer'), newPerson('distributor')]);
    const { event } = await publishedEvent(organizer);
    const mute = async (withoutLetter: string[]) =>
      call<Me>('PATCH', '/api/me', { token: distributor.token, body: { withoutLetter } });
    expect((await mute(['offered'])).body.withoutLetter).toEqual(['offered']);
    expect((await mute(['everything'])).status).toBe(400);
    const made = await call<{ id: string }>('POST', '/api/deals', {
      token: organizer.token,
      body: offer(event, distributor),
    });
    const now = Date.now();
    await mailNotifications(env, now);
    expect(withoutFirst(await subjectsTo(distributor))).toEqual([]);
    const told = await call<{ unread: number }>('GET', '/api/deals/notices', { token: distributor.token });
    expect(told.body.unread).toBe(1);
    await call('POST', `/api/deals/${made.body.id}/messages`, {
      token: organizer.token,
      body: { body: 'Добрый день' },
    });
    await mailNotifications(env, now + notificationQuietMs + 1_000);
    // The response's own round may be the one that sends it.
    const letters = await until(
      async () => (await lettersTo(distributor.email)).filter((one) => !one.subject.startsWith('Подтвердите почту')),
      (found) => found.length > 0,
    );
    expect(letters).toHaveLength(1);
    expect(letters[0]?.text).toContain('пишет вам сообщение');
    expect(letters[0]?.text).not.toContain('предлагает');
  }, 60_000);

  it('do not go to an address nobody has proven', async () => {
    const organizer = await newPerson('organizer');
    const squatter = await newPerson('distributor', false);
    const { event } = await publishedEvent(organizer);
    await call('POST', '/api/deals', { token: organizer.token, body: offer(event, squatter) });
    await mailNotifications(env, Date.now());
    expect(withoutFirst(await subjectsTo(squatter))).toEqual([]);
  });
});

describe('"never again"', () => {
  async function linkOf(address: string): Promise<{ url: URL; letter: StoredMessage }> {
    const [letter] = await lettersTo(address);
    const url = /http:\/\/localhost:8787\/never-again\/[^\s"]+/.exec(letter?.text ?? '')?.[0];
    if (letter === undefined || url === undefined) throw new Error('no link');
    return { url: new URL(url), letter };
  }

  it('ends letters of strangers by one press, not by a look, and the same link brings them back', async () => {
    const address = 'enough@example.org';
    await mailTickets(env, anOrder(address, 0), 1);
    const { url } = await linkOf(address);
    const looked = await browse(url.href);
    expect([looked.status, (await looked.text()).includes('Больше не получать таких писем?')]).toEqual([200, true]);
    await mailTickets(env, anOrder(address, 0), 1);
    expect(await lettersTo(address)).toHaveLength(2);
    const pressed = await browse(url.href, { method: 'POST', body: new URLSearchParams() });
    expect([pressed.status, (await pressed.text()).includes('Таких писем больше не будет')]).toEqual([200, true]);
    await mailTickets(env, anOrder(address, 0), 1);
    await mailTickets(env, anOrder('Enough@example.org', 0), 1);
    expect(await lettersTo(address)).toHaveLength(2);
    await mailTickets(env, anOrder(address, 100), 1);
    expect(await lettersTo(address)).toHaveLength(3);
    const back = await browse(url.href, { method: 'POST', body: new URLSearchParams({ letters: 'allow' }) });
    expect(back.status).toBe(200);
    await mailTickets(env, anOrder(address, 0), 1);
    expect(await lettersTo(address)).toHaveLength(4);
  });

  it('works by one click of a mail program, as the headers of the letter say', async () => {
    const address = 'one-click@example.org';
    await mailTickets(env, anOrder(address, 0), 1);
    const { url, letter } = await linkOf(address);
    const mime = await PostalMime.parse(await rawOf(letter));
    const header = (name: string) => mime.headers.find((one) => one.key === name)?.value;
    expect(header('list-unsubscribe')).toBe(`<${url.href}>`);
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    expect((await browse(url.href, { method: 'POST', body })).status).toBe(200);
    await mailTickets(env, anOrder(address, 0), 1);
    expect(await lettersTo(address)).toHaveLength(1);
  });

  it('is not in the letter of a paid ticket, and not for who has no letter', async () => {
    const address = 'payer@example.org';
    await mailTickets(env, anOrder(address, 100), 1);
    const [letter] = await lettersTo(address);
    expect(letter?.text).not.toContain('never-again');
    const { url } = await (async () => {
      await mailTickets(env, anOrder('other@example.org', 0), 1);
      return linkOf('other@example.org');
    })();
    const [, room = '', kind = '', mailbox = '', signature = ''] = url.pathname.split('/');
    const forged = [
      `/${room}/notices/${mailbox}/${signature}`,
      `/${room}/all/${mailbox}/${signature}`,
      `/${room}/${kind}/${mailbox.slice(1)}x/${signature}`,
      `/${room}/${kind}/${mailbox}/x`,
    ];
    for (const path of forged) expect((await browse(path, { method: 'POST' })).status).toBe(404);
    const stored = await env.DB.prepare('select count(*) as n from suppressed_mailboxes where mailbox = ?').bind(
      mailbox,
    );
    expect(await stored.first('n')).toBe(0);
  });
});

describe('who has not proven his address', () => {
  it('may prepare everything and show or write nothing to others; with the letter pressed he may', async () => {
    const unproven = await newPerson('organizer', false);
    const distributor = await newPerson('distributor');
    const { event: other } = await publishedEvent(await newPerson('organizer'));
    const unprovenDistributor = await newPerson('distributor', false);
    const event = await newEvent(unproven);
    const type = await newTicketType(unproven, event.id);
    const { token } = unproven;
    const ticket = { ticketTypeId: type.id, holder: { name: 'Анна', email: 'anna@example.org' } };
    const calls: [string, string, string, unknown][] = [
      ['POST', `/api/events/${event.id}/publish`, token, {}],
      ['POST', `/api/events/${event.id}/tickets`, token, ticket],
      ['PUT', `/api/events/${event.id}/standing-terms`, token, { audience: 'anyone', commissionBps: 5, invited: [] }],
      ['POST', '/api/deals', token, offer(event, distributor)],
      ['POST', '/api/deals', unprovenDistributor.token, { eventId: other.id, commissionBps: 5 }],
      ['POST', '/api/deals/take', unprovenDistributor.token, { eventId: other.id, revision: 1 }],
    ];
    for (const [method, path, actor, body] of calls) {
      const response = await call(method, path, { token: actor, headers: { 'idempotency-key': newKey() }, body });
      expect([path, response.status, response.body.error?.code]).toEqual([path, 403, 'email-not-verified']);
    }
    await env.DB.prepare('update users set email_verified = 1 where id = ?').bind(unproven.id).run();
    expect((await call('POST', `/api/events/${event.id}/publish`, { token })).status).toBe(200);
  });

  it('may not write to or counter the party of a deal he is in', async () => {
    const organizer = await newPerson('organizer');
    const distributor = await newPerson('distributor', false);
    const { event } = await publishedEvent(organizer);
    const made = await call<{ id: string }>('POST', '/api/deals', {
      token: organizer.token,
      body: offer(event, distributor),
    });
    const path = `/api/deals/${made.body.id}`;
    const write = await call('POST', `${path}/messages`, { token: distributor.token, body: { body: 'Привет' } });
    expect([write.status, write.body.error.code]).toEqual([403, 'email-not-verified']);
    const counter = await call('POST', `${path}/counter`, { token: distributor.token, body: { commissionBps: 5 } });
    expect([counter.status, counter.body.error.code]).toEqual([403, 'email-not-verified']);
  });
});
