// /img/{eventId}/face/v1-square.svg and v1-wide.svg: the art of an event that has no cover, drawn from its id alone. It
// reads no storage, so every list may show it: an event that is a draft or does not exist has no secret in its art.

import type { Context } from 'hono';
import { eventFace, squareFace, wideFace } from '#core/event-face/event-face.ts';
import { type FaceShape, facePath } from '#core/event-face/face-paths.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { answerRefusal, Refusal } from '../../http/refusal.ts';
import { eventIdOf } from '../../ids/ids.ts';

const sizes = { square: squareFace, wide: wideFace } as const;

const headers = {
  'content-type': 'image/svg+xml; charset=utf-8',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox",
  'cache-control': 'public, max-age=31536000, immutable',
  // Publishers' pages and messengers show it too.
  'cross-origin-resource-policy': 'cross-origin',
};

export function eventFaceImage(c: Context<AppEnv>): Response {
  const eventId = eventIdOf(c.env, 'evt', c.req.param('eventId') ?? '');
  const shape = eventId === null ? null : shapeAt(c.req.path, eventId);
  if (eventId === null || shape === null) return answerRefusal(c, new Refusal('not-found'));
  return c.body(eventFace(eventId, sizes[shape]), 200, headers);
}

function shapeAt(path: string, eventId: string): FaceShape | null {
  const shapes: readonly FaceShape[] = ['square', 'wide'];
  return shapes.find((shape) => facePath(eventId, shape) === path) ?? null;
}
