// The query of a list as its module takes it: with the position that the cursor stands for, read once at the edge.

import { type Paged, positionOf } from '../cursor.ts';
import { accepted } from './refusal.ts';

type Asked = { cursor?: string | undefined };

/** Throws the refusal of a cursor that we did not make. */
export function paged<Query extends Asked>({ cursor, ...query }: Query): Omit<Query, 'cursor'> & Paged {
  return { ...query, after: accepted(positionOf(cursor)) };
}
