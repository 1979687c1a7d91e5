import { describe, expect, it } from 'vitest';
import { programmeOf } from './programme.ts';

const item = (time: string, title: string, ...details: string[]) => ({ time, title, details });

describe('a programme that is a timetable', () => {
  it.each([
    ['18:30 Doors\n19:00 First part', [item('18:30', 'Doors'), item('19:00', 'First part')]],
    ['- 9:05 — Завтрак\n- 10.15 Лекция', [item('09:05', 'Завтрак'), item('10:15', 'Лекция')]],
    ['1. 18:30 – Doors\n2. 19:00 - Part', [item('18:30', 'Doors'), item('19:00', 'Part')]],
    [
      '19:00 Первое отделение\nЭллингтон, Монк\n\n20:15 Антракт',
      [item('19:00', 'Первое отделение', 'Эллингтон, Монк'), item('20:15', 'Антракт')],
    ],
    ['23:30 Last set\n00:30 Night bus', [item('23:30', 'Last set'), item('00:30', 'Night bus')]],
  ])('%j', (text, items) => {
    expect(programmeOf(text)).toEqual(items);
  });
});

describe('any other programme stays Markdown', () => {
  it.each([
    '',
    'Ellington, Monk, Brubeck',
    '19:00 The whole evening',
    'Programme:\n19:00 One\n20:00 Two',
    '25:00 No hour\n26:00 No hour',
    '1986. Год\n1990. Год',
    '1:2 score\n3:4 score',
  ])('%j', (text) => {
    expect(programmeOf(text)).toBeNull();
  });
});
