// What axe finds wrong with a screen.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/**
 * Each violation as its rule and the elements, in the page and in its frames. Nearly half the processor time of an
 * analysis went into two things that no story reads: a list of what is right, and a second page for the report. Axe opens
 * that page because a frame of another origin might change the report; all frames of our pages have the page's own origin.
 */
export async function violationsOf(page: Page): Promise<[string, string[]][]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(true);
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]);
}
