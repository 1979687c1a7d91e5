// A letter as raw MIME, by nodemailer's composer: Cyrillic subjects and file names are encoded by its rules.

import MailComposer from 'nodemailer/lib/mail-composer';
import { extraHeaders, type MailedForm, messageIdHeader, senderAddress } from './message.ts';

export function mimeOf(message: MailedForm, from: string, sentAt: Date): Promise<Uint8Array> {
  const composer = new MailComposer(composition(message, from, sentAt));
  return composer.compile().build();
}

/** The letter in the form that nodemailer's composer and its SMTP transport take. */
export function composition(message: MailedForm, from: string, sentAt: Date) {
  return {
    from: senderAddress(from),
    to: message.to,
    subject: message.subject,
    messageId: messageIdHeader(message, from),
    date: sentAt,
    html: message.html,
    text: message.text,
    headers: extraHeaders(message),
    disableFileAccess: true,
    disableUrlAccess: true,
    attachments: message.attachments.map((one) => ({
      filename: one.name,
      contentType: one.type,
      content: Buffer.from(one.content),
    })),
  };
}
