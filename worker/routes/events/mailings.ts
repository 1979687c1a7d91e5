// What the organizer writes to the buyers of an event.

import { Hono } from 'hono';
import { CursorQuery } from '#core/contracts/basics.ts';
import {
  FailedRecipientPage,
  Mailing,
  MailingAudienceSize,
  MailingContent,
  MailingPage,
  MailingPreview,
  MailingRecipients,
  MailingRequest,
  StartedMailing,
  TestedMailing,
} from '#core/contracts/mailings.ts';
import { ownEvent } from '../../access/relations.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { operation } from '../../http/operation.ts';
import { paged } from '../../http/paged.ts';
import { accepted, Refusal } from '../../http/refusal.ts';
import {
  audienceSize,
  cancelMailing,
  failedRecipients,
  listMailings,
  mailingOf,
  previewMailing,
  startMailing,
  testMailing,
} from '../../mailings/mailings.ts';

const about = { tag: 'Tickets and the door', who: ['organizer'], object: ownEvent } as const;

export const eventMailings = new Hono<AppEnv>()
  .get(
    '/:eventId/mailings',
    operation({
      ...about,
      id: 'getMailings',
      summary: 'What was written to the buyers of the event, newest first',
      query: CursorQuery,
      responses: { 200: MailingPage },
    }),
    async (c) => c.json(await listMailings(c.env, c.var.event.id, paged(c.req.valid('query'))), 200),
  )
  .post(
    '/:eventId/mailings',
    operation({
      ...about,
      id: 'mailBuyers',
      summary: 'Write to the buyers of the event',
      verifiedEmail: true,
      idempotencyKey: true,
      body: MailingRequest,
      responses: { 201: StartedMailing },
      refusals: ['too-many-requests'],
    }),
    async (c) => {
      const { event, actor, idempotencyKey: key } = c.var;
      return c.json(accepted(await startMailing(c.env, { event, actor, key }, c.req.valid('json'))), 201);
    },
  )
  .post(
    '/:eventId/mailings/audience',
    operation({
      ...about,
      id: 'countMailingAudience',
      summary: 'How many buyers would be written to',
      body: MailingAudienceSize,
      responses: { 200: MailingRecipients },
    }),
    async (c) => c.json({ recipients: await audienceSize(c.env, c.var.event.id, c.req.valid('json').audience) }, 200),
  )
  .post(
    '/:eventId/mailings/preview',
    operation({
      ...about,
      id: 'previewMailing',
      summary: 'The letter as a buyer would read it, in plain text',
      body: MailingContent,
      responses: { 200: MailingPreview },
      refusals: ['event-not-published'],
    }),
    async (c) => c.json(accepted(await previewMailing(c.env, c.var.event, c.var.actor, c.req.valid('json'))), 200),
  )
  .post(
    '/:eventId/mailings/test',
    operation({
      ...about,
      id: 'testMailing',
      summary: 'Send the letter to oneself',
      verifiedEmail: true,
      body: MailingContent,
      responses: { 200: TestedMailing },
      refusals: ['event-not-published', 'too-many-requests'],
    }),
    async (c) => c.json(accepted(await testMailing(c.env, c.var.event, c.var.actor, c.req.valid('json'))), 200),
  )
  .get(
    '/:eventId/mailings/:mailingId',
    operation({ ...about, id: 'getMailing', summary: 'How a mailing goes', responses: { 200: Mailing } }),
    async (c) => {
      const mailing = await mailingOf(c.env, c.var.event.id, c.req.param('mailingId'));
      if (mailing === null) throw new Refusal('not-found');
      return c.json(mailing, 200);
    },
  )
  .get(
    '/:eventId/mailings/:mailingId/failures',
    operation({
      ...about,
      id: 'getMailingFailures',
      summary: 'Whose letter of a mailing failed, and why; the newest order first',
      query: CursorQuery,
      responses: { 200: FailedRecipientPage },
    }),
    async (c) =>
      c.json(
        accepted(await failedRecipients(c.env, c.var.event.id, c.req.param('mailingId'), paged(c.req.valid('query')))),
        200,
      ),
  )
  .post(
    '/:eventId/mailings/:mailingId/cancel',
    operation({
      ...about,
      id: 'cancelMailing',
      summary: 'Write to nobody who still waits',
      responses: { 200: Mailing },
    }),
    async (c) => c.json(accepted(await cancelMailing(c.env, c.var.event.id, c.req.param('mailingId'))), 200),
  );
