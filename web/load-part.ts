// Loads parts of the dashboard on first use. A part can be missing because the connection is lost, or because this tab
// was opened before a deployment and the files of its build are gone. In the first case another try succeeds; in the
// second, and where the browser remembers the failed module (Firefox, Safari, Chromium from 150 on), only a reload of the
// page does, which is what the screen then offers.

const pauseMs = 1_000;

/** Thrown when a part could not be loaded, so that no screen reports it as a failure of the camera or of the data. */
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
