// The pages of the repository against the tree: a page that names a file, a section, a decision or a name in code that is
// gone sends its reader nowhere. Whoever renames something mends the pages in the same commit.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { read, root, sources } from './sources.ts';

const rooms = execFileSync('git', ['ls-tree', '-d', '--name-only', 'HEAD'], { cwd: root, encoding: 'utf8' }).split(
  '\n',
);

function markdownIn(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => (name.endsWith('.md') ? [join(folder, name)] : []));
}

const records = markdownIn('docs/decisions').filter((page) => /\/\d{4}-/.test(page));
const pages = [...markdownIn('.'), ...markdownIn('docs'), ...markdownIn('docs/decisions'), 'trials/README.md'].filter(
  (page) => existsSync(join(root, page)),
);

/** What stands in backticks and begins with a folder of the repository; patterns and placeholders are no paths. */
function pathsIn(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, token = '']) => {
    const isPath = /^[\w.-]+\/[\w./-]*$/.test(token) && rooms.includes(token.split('/')[0] ?? '');
    return isPath ? [token] : [];
  });
}

/** As GitHub makes it of a heading. */
function anchorOf(heading: string): string {
  const plain = heading.replace(/`|\[|\]\([^)]*\)/g, '').toLowerCase();
  return plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
}

function anchorsOf(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading.trim()));
}

function isDeadLink(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : relative(root, resolve(root, dirname(page), path));
  if (!existsSync(join(root, target))) return true;
  return anchor !== undefined && !anchorsOf(target).includes(anchor);
}

it('every path a page names in backticks exists', () => {
  const named = pages.flatMap((page) => pathsIn(read(page)).map((path) => ({ page, path })));
  expect(named.length).toBeGreaterThan(300);
  expect(named.filter(({ path }) => !existsSync(join(root, path)))).toEqual([]);
});

it('every link between pages leads to a file and a section', () => {
  const links = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) =>
      /^[a-z]+:/.test(link) ? [] : [{ page, link }],
    ),
  );
  expect(links.length).toBeGreaterThan(50);
  expect(links.filter(({ page, link }) => isDeadLink(page, link))).toEqual([]);
});

it('the index of decisions has a line for each record, with its status and date, in order', () => {
  const rows = [...read('docs/decisions/README.md').matchAll(/^\| \[(\d{4})\]\(([^)]+)\) \| ([^|]+) \| ([\d-]+) \|/gm)];
  const listed = rows.map(([, number, file, status, date]) => `${number} ${file} ${status}, ${date}`);
  const written = records.map((page) => {
    const [, number] = /\/(\d{4})-/.exec(page) ?? [];
    const [, titled] = /^# (\d{4})\. \S/.exec(read(page)) ?? [];
    const [, status] = /^Status: (.+)$/m.exec(read(page)) ?? [];
    return `${titled === number ? number : 'another number in its title'} ${page.split('/').at(-1)} ${status}`;
  });
  expect(written.length).toBeGreaterThan(15);
  expect(listed).toEqual(written.toSorted());
});

it('every decision the code names has a record', () => {
  const tracked = execFileSync('git', ['ls-files', '*.ts', '*.tsx', '*.toml', '*.css'], {
    cwd: root,
    encoding: 'utf8',
  });
  const known = new Set(records.map((page) => /\/(\d{4})-/.exec(page)?.[1]));
  const named = tracked.split('\n').flatMap((file) => {
    if (!existsSync(join(root, file)) || file === '') return [];
    return [...read(file).matchAll(/docs\/decisions\/(\d{4})/g)].map(([, number]) => ({ file, number }));
  });
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(({ number }) => !known.has(number))).toEqual([]);
});

it('every name in code that the glossary gives exists', () => {
  const code = [read('wrangler.toml'), ...sources.map(({ file, text }) => `${file}\n${text}`)].join('\n');
  const names = [...read('docs/glossary.md').matchAll(/^\| ([^|]+) \| [^|]+ \| ([^|]+) \|/gm)].flatMap(
    ([, word = '', named = '']) =>
      [...named.matchAll(/`([^`]+)`/g)].map(([, name = '']) => ({ word, name: name.replace(/…|\(\{\.\.\.\}\)/g, '') })),
  );
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter(({ name }) => !code.includes(name))).toEqual([]);
});
