// Lists as files: what may be asked for, and how the work stands.

import * as z from 'zod';
import { Id } from './basics.ts';
import { OrderFilter } from './sales.ts';

const ExportFormat = z.enum(['csv', 'xlsx']);

/** The same filter as the list's; the file has the orders that were made before it was asked for, the oldest first. */
export const ExportRequest = z.strictObject({ format: ExportFormat, filter: OrderFilter.optional() });
export type ExportRequest = z.infer<typeof ExportRequest>;

export const StartedJob = z.strictObject({ jobId: Id });

export const JobView = z.strictObject({
  jobId: Id,
  status: z.enum(['running', 'done', 'failed']),
  /** Items that are finished, of how many. */
  done: z.int(),
  total: z.int(),
  createdAt: z.string(),
  /** Where the file is read with the same sign-in; null until it is done. It is deleted after a week. */
  file: z.strictObject({ url: z.string(), name: z.string() }).nullable(),
});
export type JobView = z.infer<typeof JobView>;
