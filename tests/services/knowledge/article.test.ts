import { blocksOf, FaultyArticle, readArticle } from '../../../services/knowledge/article.ts';

const phrasings = Array.from({ length: 8 }, (_, at) => `  - question ${at}`).join('\n');
const article = (body: string, fields = '') =>
  `---\nid: example\ntitle: Example\nsource: { name: A page, date: '{{ published }}' }\n${fields}phrasings:\n${phrasings}\n---\n${body}`;

describe('readArticle', () => {
  it('fills in its variables and splits paragraphs from bullets', () => {
    const read = readArticle('example.md', article('One\nline.\n\nTwo {{ x }}:\n\n- a\n\n- b\n\nThree.'));
    expect(read.render({ x: 'lines', published: 'Friday' })).toEqual({
      blocks: [
        { kind: 'text', text: 'One line.' },
        { kind: 'text', text: 'Two lines:' },
        { kind: 'bullets', items: ['a', 'b'] },
        { kind: 'text', text: 'Three.' },
      ],
      source: { name: 'A page', date: 'Friday' },
    });
  });

  it.each([
    ['no fields', 'example.md', 'Just text.', 'fields between two lines'],
    ['an id unlike its file', 'other.md', article('x'), 'unlike the name of the file'],
    ['no phrasings', 'example.md', article('x').replace(/ {2}- question \d\n?/g, ''), 'phrasings'],
    ['a day that is none', 'example.md', article('x', 'valid: { until: 2027-02-30 }\n'), 'valid.until'],
    ['a missing title', 'example.md', article('x').replace('title: Example\n', ''), 'title: Required'],
    ['an unknown field', 'example.md', article('x', 'colour: red\n'), 'colour'],
    ['a Liquid fault', 'example.md', article('{% if x %}'), 'not closed'],
    ['markup', 'example.md', article('Some **bold** text.'), 'Markup'],
    ['a link', 'example.md', article('See [this](https://example.org).'), 'Markup'],
  ])('refuses %s, naming the file', (_name, file, text, fault) => {
    expect(() => readArticle(file, text)).toThrow(FaultyArticle);
    expect(() => readArticle(file, text)).toThrow(new RegExp(`${file}.*${fault}`, 's'));
  });

  it('refuses an unknown variable once it is filled in, naming the file and the variable', () => {
    const read = readArticle('example.md', article('Hello {{ nobody }}.'));
    expect(() => read.render({ published: 'x' })).toThrow(/example\.md.*nobody/s);
  });

  it('refuses to say nothing', () => {
    const read = readArticle('example.md', article('{% if x %}Something.{% endif %}'));
    expect(() => read.render({ x: false, published: 'x' })).toThrow(/says nothing/);
  });
});

it('keeps text after a list apart from it', () => {
  expect(blocksOf('- a\n- b\ntext')).toEqual([
    { kind: 'bullets', items: ['a', 'b'] },
    { kind: 'text', text: 'text' },
  ]);
});
