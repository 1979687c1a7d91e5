// Parts of the dashboard that are loaded when they are first needed. A part can be missing for two reasons: there is no
// connection just now, or this tab was opened before a newer Foyer was put up and its files are gone. The first mends
// itself when asked again, the second only with a fresh page; a browser may also keep the failure of a module until then.

const pauseMs = 1_000;

/** Thrown when a part could not be had, so that nobody takes it for a trouble of the camera or of the data. */
export class PartMissing extends Error {}

export async function loadPart<Part>(load: () => Promise<Part>, wait = pause): Promise<Part> {
  try {
    return await load();
  } catch {
    await wait();
  }
  try {
    return await load();
  } catch (error) {
    throw new PartMissing('a part of the page could not be loaded', { cause: error });
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, pauseMs));
}
