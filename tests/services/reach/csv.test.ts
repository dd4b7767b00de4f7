import { csvLine } from '../../../services/reach/csv.ts';

test('quotes every cell and ends the line as RFC 4180 says', () => {
  expect(csvLine(['plain', 'with "quotes"', 'a, b', ''])).toBe('"plain","with ""quotes""","a, b",""\r\n');
});

test.each([
  '=HYPERLINK("http://evil.example")',
  '+441603000000',
  '-2+3',
  '@SUM(1)',
  '\t=1',
  '\r=1',
  ' =1',
  '\u200b=1',
  '＝1',
])('%j is no formula to a spreadsheet', (cell) => {
  expect(csvLine([cell]).startsWith(`"'`)).toBe(true);
});

test.each(['head@hillside.norfolk.sch.uk', 'Monday 19 November 2018', 'a-b', ''])(
  '%j stays as it is',
  (cell) => {
    expect(csvLine([cell])).toBe(`"${cell}"\r\n`);
  },
);
