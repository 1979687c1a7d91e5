// Any SMTP relay, by nodemailer over workerd's sockets. `SMTP_URL` has nodemailer's form: smtp://user:password@host:587
// or smtps://host:465. `?ignoreTLS=true` is only for a relay on this machine, because letters carry names, addresses
// and the right to enter.

import { createTransport } from 'nodemailer';
import type { MailSender } from './mail.ts';
import { composition } from './mime.ts';

export function smtpSender(url: string | undefined, from: string): MailSender {
  if (url === undefined) throw new Error('configuration: SMTP_URL');
  const transport = createTransport(encryptedOnly(url));
  return {
    async send(message) {
      try {
        await transport.sendMail(composition(message, from, new Date()));
        return 'accepted';
      } catch (error) {
        if (isRefusal(error)) return 'refused';
        throw error;
      }
    },
  };
}

/**
 * The same address with options that refuse a relay without TLS or with an unchecked certificate. By default nodemailer
 * uses STARTTLS only when the relay offers it, and an attacker in between can remove the offer.
 */
export function encryptedOnly(url: string): string {
  const relay = new URL(url);
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(relay.hostname);
  if ([...relay.searchParams.keys()].some((name) => name.startsWith('tls.')))
    throw new Error('configuration: SMTP_URL');
  if (isHere || relay.protocol === 'smtps:') return url;
  for (const way of ['ignoreTLS', 'opportunisticTLS', 'secure']) relay.searchParams.delete(way);
  relay.searchParams.set('requireTLS', 'true');
  return relay.href;
}

// 550 to 553: no such mailbox, mailbox not local, name not allowed. Other 5xx are about our sign-in or a policy, so the
// letter is tried again after the operator has mended it.
function isRefusal(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'responseCode') : undefined;
  const command: unknown = error instanceof Error ? Reflect.get(error, 'command') : undefined;
  return typeof code === 'number' && code >= 550 && code <= 553 && command === 'RCPT TO';
}
