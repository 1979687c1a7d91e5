// How somebody is reached: the operator, and an organizer.

import * as z from 'zod';
import { isSafeLink } from '../safe-link.ts';
import { Email, line } from './basics.ts';

const Phone = line(0, 40).refine((text) => text === '' || /^\+?[\d\s().-]{4,}$/.test(text), { error: 'not-a-phone' });
const WebLink = line(0, 300).refine((text) => text === '' || (/^https?:/i.test(text) && isSafeLink(text)), {
  error: 'not-a-link',
});

/** How somebody is reached. An empty text is a way that they have not given. */
export const Contacts = z.strictObject({ email: z.union([z.literal(''), Email]), phone: Phone, link: WebLink });
