// The typed client: the only file of the dashboard that knows the Worker's routes.

import { hc } from 'hono/client';
import type { AppType } from '../worker/app.ts';
import { fetchSignedIn } from './session.ts';

export const api = hc<AppType>('/', { fetch: fetchSignedIn }).api;
