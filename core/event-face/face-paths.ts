// Where an event's face is served (worker/pages/public/event-face.ts). A file of its own, so that a browser that only shows the
// face does not load what draws it.

export type FaceSize = { width: number; height: number };

/** `square`: lists, pages, tickets. `wide`: as messengers and social networks show a link (Open Graph: 1200 × 630). */
export const faceSizes = {
  square: { width: 400, height: 400 },
  wide: { width: 1200, height: 630 },
} as const satisfies Record<string, FaceSize>;

type FaceShape = keyof typeof faceSizes;

/** Raised when the art is drawn differently, because what an address shows is kept for a year. */
const faceVersion = 1;

/** The wide face as a PNG of 1200 × 630, for messengers and search engines, which show no SVG. */
export function facePicturePath(eventId: string): string {
  return `/img/${eventId}/face/v${faceVersion}-wide.png`;
}

/** A path under our origin. */
export function facePath(eventId: string, shape: FaceShape = 'square'): string {
  return `/img/${eventId}/face/v${faceVersion}-${shape}.svg`;
}
