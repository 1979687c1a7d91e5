// Work in the background, for the person who started it: how far it is, and the file it made.

import { Hono } from 'hono';
import { JobView } from '#core/contracts/exports.ts';
import { jobFile, jobView, ownJob } from '../background-jobs/background-jobs.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { Refusal } from '../http/refusal.ts';

export const jobs = new Hono<AppEnv>()
  .get(
    '/:jobId',
    operation({
      id: 'getJob',
      tag: 'Money',
      summary: 'How far a job is that runs in the background',
      who: ['organizer', 'admin'],
      object: ownJob,
      responses: { 200: JobView },
    }),
    (c) => {
      c.header('cache-control', 'no-store');
      return c.json(jobView(c.var.job), 200);
    },
  )
  .get(
    '/:jobId/file',
    operation({
      id: 'getJobFile',
      tag: 'Money',
      summary: 'The file that a job made',
      who: ['organizer', 'admin'],
      object: ownJob,
      responses: { 200: null },
      media: 'application/octet-stream',
    }),
    async (c) => {
      const file = await jobFile(c.env, c.var.job);
      if (file === null) throw new Refusal('not-found');
      c.header('cache-control', 'private, no-store');
      c.header('content-type', file.httpMetadata?.contentType ?? 'application/octet-stream');
      c.header('content-disposition', `attachment; filename="${jobView(c.var.job).file?.name ?? 'orders'}"`);
      return c.body(file.body, 200);
    },
  );
