// /img/{eventId}/face/v1-square.svg and v1-wide.svg: the art of an event that has no cover, drawn from its id alone. It
// reads no storage, so every list may show it: an event that is a draft or does not exist has no secret in its art.
// v1-wide.png is the same for messengers and search engines. Drawing it costs 20 times an SVG, so the edge caches it.

import type { Context } from 'hono';
import { eventFace } from '#core/event-face/event-face.ts';
import { facePath, facePicturePath, faceSizes } from '#core/event-face/face-paths.ts';
import { pngOfShapes } from '../../delivery/documents/png.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { answerRefusal, Refusal } from '../../http/refusal.ts';
import { eventIdOf } from '../../ids/ids.ts';
import { pictureFromEdgeCache } from '../edge-cache.ts';
import { aYear, pictureHeaders } from './pictures.ts';

export async function eventFaceImage(c: Context<AppEnv>): Promise<Response> {
  const eventId = eventIdOf(c.env, 'evt', c.req.param('eventId') ?? '');
  const svg = (text: string) =>
    c.body(text, 200, { ...pictureHeaders, 'content-type': 'image/svg+xml; charset=utf-8' });
  if (eventId !== null) {
    switch (c.req.path) {
      case facePath(eventId, 'square'):
        return svg(eventFace(eventId, faceSizes.square));
      case facePath(eventId, 'wide'):
        return svg(eventFace(eventId, faceSizes.wide));
      case facePicturePath(eventId):
        return pictureFromEdgeCache(c, aYear, async () =>
          c.body(await pngOfShapes(eventFace(eventId, faceSizes.wide)), 200, {
            ...pictureHeaders,
            'content-type': 'image/png',
          }),
        );
    }
  }
  return answerRefusal(c, new Refusal('not-found'));
}
