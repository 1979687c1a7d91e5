// The days that a list of events can be asked for.

export const dayChoices = ['today', 'weekend'] as const;
export type DayChoice = (typeof dayChoices)[number];
