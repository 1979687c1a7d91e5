import { env } from 'cloudflare:workers';
import PostalMime from 'postal-mime';
import { expect, it } from 'vitest';
import { bindingSender } from './binding-sender.ts';
import { type MailSender, type Message, messageOf, sendOnce } from './mail.ts';
import { mimeOf } from './mime.ts';
import { encryptedOnly } from './smtp-sender.ts';

let letters = 0;
function letter(changes: Partial<Message> = {}): Message {
  letters += 1;
  return messageOf({
    id: `ord_${letters}.tickets.1`,
    to: { name: 'Ёлкина Анна', address: 'anna@example.com' },
    senderName: 'Фойе',
    subject: 'Ваши билеты: «Щелкунчик»',
    html: '<p>Привет</p>',
    text: 'Привет',
    class: 'paid-order',
    senders: [],
    neverAgain: null,
    attachments: [{ name: 'билеты.pdf', type: 'application/pdf', content: new Uint8Array([37, 80, 68, 70, 0, 255]) }],
    ...changes,
  });
}

const from = 'Фойе <tickets@foyer.example>';

async function parsed(message: Message) {
  const raw = await mimeOf(message, from, new Date('2026-11-22T10:00:00Z'));
  return { raw: new TextDecoder().decode(raw), mail: await PostalMime.parse(raw) };
}

function counting(answers: ('accepted' | 'refused' | Error)[]): MailSender & { sent: Message[] } {
  const sent: Message[] = [];
  return {
    sent,
    async send(message) {
      sent.push(message);
      const response = answers.shift() ?? 'accepted';
      if (response instanceof Error) throw response;
      return response;
    },
  };
}

it('a Cyrillic subject, name and file name arrive as they were written', async () => {
  const { raw, mail } = await parsed(letter());
  expect(mail.subject).toBe('Ваши билеты: «Щелкунчик»');
  expect(mail.to).toMatchObject([{ name: 'Ёлкина Анна', address: 'anna@example.com' }]);
  expect(mail.from).toMatchObject({ name: 'Фойе', address: 'tickets@foyer.example' });
  expect(mail.html?.trim()).toBe('<p>Привет</p>');
  expect(mail.text?.trim()).toBe('Привет');
  expect(mail.attachments).toMatchObject([{ filename: 'билеты.pdf', mimeType: 'application/pdf' }]);
  const content = mail.attachments[0]?.content;
  expect(content instanceof ArrayBuffer ? [...new Uint8Array(content)] : content).toEqual([37, 80, 68, 70, 0, 255]);
  // Headers are seven-bit, because a mail server on the way may mangle anything else.
  const headers = raw.slice(0, raw.indexOf('\r\n\r\n'));
  expect([...headers].every((character) => character.charCodeAt(0) < 128)).toBe(true);
});

it.each([
  'Анна\r\nBcc: all@example.com',
  'Анна\nBcc: all@example.com',
  'Анна\rBcc: all@example.com',
  'Анна\u2028Bcc: all@example.com',
  'Анна\u0000\u000bBcc: all@example.com',
  '"Анна" <all@example.com>, x',
])('a name cannot write a header: %j', async (name) => {
  const { raw, mail } = await parsed(letter({ to: { name, address: 'anna@example.com' }, subject: name }));
  expect(mail.bcc).toBeUndefined();
  expect(mail.to?.map((one) => one.address)).toEqual(['anna@example.com']);
  expect(raw).not.toMatch(/^bcc:/im);
});

it('no sender is ever handed a line break in a name, a subject or a file name', () => {
  const message = letter({
    to: { name: 'А\r\nBcc: x', address: 'a@b.example' },
    subject: 'Б\r\nBcc: x',
    attachments: [{ name: '../../В\r\n".pdf', type: 'application/pdf', content: new Uint8Array() }],
  });
  expect([message.to.name, message.subject, message.attachments[0]?.name]).toEqual([
    'А Bcc: x',
    'Б Bcc: x',
    '..-..-В---.pdf',
  ]);
});

it.each(['a@b.example\r\nBcc: c@d.example', 'a@b.example, c@d.example', '<a@b.example>', 'a b@c.example', 'nobody'])(
  'an address that is not one address is not written to: %j',
  (address) => {
    expect(() => letter({ to: { name: 'x', address } })).toThrow();
  },
);

it('a letter whose message comes again is sent once', async () => {
  const sender = counting([]);
  const message = letter();
  expect(await sendOnce(env, message, sender)).toBe('accepted');
  expect(await sendOnce(env, message, sender)).toBe('sent-before');
  expect(sender.sent).toHaveLength(1);
});

it('two deliveries of one message at once send one letter', async () => {
  const sender = counting([]);
  const message = letter();
  const results = await Promise.allSettled([1, 2, 3, 4].map(() => sendOnce(env, message, sender)));
  expect(sender.sent).toHaveLength(1);
  expect(results.filter((one) => one.status === 'fulfilled' && one.value === 'accepted')).toHaveLength(1);
});

it('what failed for now is thrown and sent by the next try', async () => {
  const sender = counting([new Error('relay is away')]);
  const message = letter();
  await expect(sendOnce(env, message, sender)).rejects.toThrow('relay is away');
  expect(await sendOnce(env, message, sender)).toBe('accepted');
  expect(sender.sent).toHaveLength(2);
});

it('what will never be taken is not tried again', async () => {
  const sender = counting(['refused']);
  const message = letter();
  expect(await sendOnce(env, message, sender)).toBe('refused');
  // A repeated message gets the same outcome: a refused letter never counts as sent.
  expect(await sendOnce(env, message, sender)).toBe('refused');
});

it('a claim that a crash left behind is taken over after twenty seconds', async () => {
  const message = letter();
  const claimedAt = (atMs: number) =>
    env.FILES.put(`mail-log/${message.id}`, JSON.stringify({ state: 'claimed', atMs }));
  const sender = counting([]);
  await claimedAt(Date.now() - 16_000);
  await expect(sendOnce(env, message, sender)).rejects.toThrow('another delivery');
  await claimedAt(Date.now() + 7_200_000);
  expect(await sendOnce(env, message, sender)).toBe('accepted');
  await claimedAt(Date.now() - 21_000);
  expect(await sendOnce(env, message, sender)).toBe('accepted');
});

it('a sender that says nothing has failed, and the next try need not wait for its claim', async () => {
  const message = letter();
  const silent: MailSender = { send: () => new Promise(() => undefined) };
  await expect(sendOnce(env, message, silent, 20)).rejects.toThrow('in time');
  expect(await sendOnce(env, message, counting([]))).toBe('accepted');
});

it('the binding gets the letter in parts, with its files', async () => {
  const taken: unknown[] = [];
  const binding = {
    async send(builder: unknown) {
      taken.push(builder);
      return { messageId: 'x' };
    },
  };
  expect(await bindingSender(binding, from).send(letter())).toBe('accepted');
  expect(taken).toMatchObject([
    {
      from: { name: 'Фойе', email: 'tickets@foyer.example' },
      to: 'anna@example.com',
      subject: 'Ваши билеты: «Щелкунчик»',
      attachments: [{ filename: 'билеты.pdf', type: 'application/pdf', disposition: 'attachment' }],
    },
  ]);
});

it.each([
  'smtp://user:p%40ss@relay.example:587',
  'smtp://user:p%40ss@relay.example:587?ignoreTLS=true',
  'smtp://user:p%40ss@relay.example:587?requireTLS=false&opportunisticTLS=true',
])('no relay gets a letter without TLS: %s', (url) => {
  expect(encryptedOnly(url)).toBe('smtp://user:p%40ss@relay.example:587?requireTLS=true');
});

it('TLS from the first byte, and a relay on this machine, are taken as they are written', () => {
  for (const url of ['smtps://relay.example:465', 'smtp://127.0.0.1:2525?ignoreTLS=true', 'smtp://[::1]:2525']) {
    expect(encryptedOnly(url)).toBe(url);
  }
});

it('no setting turns the check of a relay’s certificate off', () => {
  expect(() => encryptedOnly('smtps://relay.example:465?tls.rejectUnauthorized=false')).toThrow('SMTP_URL');
});
