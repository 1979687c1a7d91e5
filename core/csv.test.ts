import { describe, expect, it } from 'vitest';
import { csvLine } from './csv.ts';

describe('a cell', () => {
  it.each([
    ['Анна Каренина', 'Анна Каренина'],
    ['1999.00', '1999.00'],
    ['a,b', '"a,b"'],
    ['say "no"', '"say ""no"""'],
    ['two\nlines', '"two\nlines"'],
    ['', ''],
    ['=1+1', "'=1+1"],
    ['+7 999 000-00-00', "'+7 999 000-00-00"],
    ['-5', "'-5"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['  =1', "'  =1"],
    ['\r=1', '"\'\r=1"'],
    ['＝1', "'＝1"],
    ['=cmd|"/c calc"!A1, x', '"\'=cmd|""/c calc""!A1, x"'],
    ['a=1', 'a=1'],
  ])('%j is written %j', (cell, written) => {
    expect(csvLine([cell])).toBe(`${written}\r\n`);
  });

  it('that is a number stays one, also below zero', () => {
    expect(csvLine([-5, 0, 1.5])).toBe('-5,0,1.5\r\n');
  });
});
