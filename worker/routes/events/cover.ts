// The cover of an event, as its organizer changes it.

import { Hono } from 'hono';
import { type CoverPart, coverParts, TicketedEvent } from '#core/contracts/events.ts';
import { ownEvent } from '../../access/relations.ts';
import { putCover, removeCover } from '../../catalog/catalog.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { operation } from '../../http/operation.ts';
import { readFiles } from '../../http/read-form.ts';
import { accepted } from '../../http/refusal.ts';

const organizers = ['organizer', 'admin'] as const;
/** Of the whole form: a picture and its smaller ones. */
const maxFormBytes = 5 * 1024 * 1024;
// The keys of the table are the parts.
const parts = Object.keys(coverParts) as CoverPart[];

export const eventCover = new Hono<AppEnv>()
  .put(
    '/:eventId/cover',
    operation({
      id: 'putEventCover',
      tag: 'Events',
      summary:
        'Put or replace the cover: JPEG, PNG or WebP, 5 MB together; `small` is 480 wide, `medium` 960, `social` 1200 × 630',
      who: organizers,
      object: ownEvent,
      ifMatch: true,
      form: { required: ['picture'], optional: ['small', 'medium', 'social'] },
      responses: { 200: TicketedEvent },
      refusals: [
        'payload-too-large',
        'unsupported-media-type',
        'invalid-request',
        'picture-unknown',
        'picture-broken',
        'picture-animated',
        'picture-turned',
        'picture-too-many-pixels',
        'picture-too-small',
        'picture-shape',
        'event-cancelled',
        'busy',
      ],
    }),
    async (c) => {
      const form = await readFiles(c.req.raw, parts, maxFormBytes);
      const result = accepted(await putCover(c.env, c.var.event, c.var.revision, form));
      return c.json(result, 200);
    },
  )
  .delete(
    '/:eventId/cover',
    operation({
      id: 'removeEventCover',
      tag: 'Events',
      summary: 'Take the cover off',
      who: organizers,
      object: ownEvent,
      ifMatch: true,
      responses: { 200: TicketedEvent },
      refusals: ['event-cancelled', 'busy'],
    }),
    async (c) => {
      const result = accepted(await removeCover(c.env, c.var.event, c.var.revision));
      return c.json(result, 200);
    },
  );
