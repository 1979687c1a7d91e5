// Cloudflare's own mail binding.

import type { MailSender } from './mail.ts';
import { extraHeaders, senderAddress } from './message.ts';

// The codes of refusals that will not change tomorrow. Every other error may pass, so the letter is tried again.
const forEver = new Set([
  'E_RECIPIENT_NOT_ALLOWED',
  'E_RECIPIENT_SUPPRESSED',
  'E_VALIDATION_ERROR',
  'E_CONTENT_TOO_LARGE',
]);

export function bindingSender(email: SendEmail, from: string): MailSender {
  const { name, address } = senderAddress(from);
  return {
    async send(message) {
      try {
        await email.send({
          from: { name, email: address },
          to: message.to.address,
          subject: message.subject,
          html: message.html,
          text: message.text,
          headers: extraHeaders(message),
          attachments: message.attachments.map((one) => ({
            disposition: 'attachment' as const,
            filename: one.name,
            type: one.type,
            content: one.content,
          })),
        });
        return 'accepted';
      } catch (error) {
        if (forEver.has(codeOf(error))) return 'refused';
        throw error;
      }
    },
  };
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : '';
}
