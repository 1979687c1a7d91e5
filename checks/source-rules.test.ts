// What no one test of a module can see: rules of security that hold for every source file of the product.

import { expect, it } from 'vitest';
import { sources as everySource, productRooms, read } from './sources.ts';

const sources = everySource
  .filter(({ room, isTest }) => productRooms.includes(room) && !isTest)
  // Comments may name what code may not do.
  .map(({ file, text }) => ({ file, text: text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, '') }));
const ofTheServer = sources.filter(({ file }) => !/^(web|widget)\//.test(file));

/** Each place as "file: the matched text", so that a failure names it. */
function places(pattern: RegExp, among = sources): string[] {
  return among.flatMap(({ file, text }) => [...text.matchAll(pattern)].map(([found]) => `${file}: ${found}`));
}

it('reads the sources of every room', () => {
  expect(ofTheServer.length).toBeGreaterThan(150);
  expect(sources.length - ofTheServer.length).toBeGreaterThan(60);
});

it('no expression and no code is made of text', () => {
  expect(places(/\beval\(|\bnew Function\(|\.(inner|outer)HTML\b|insertAdjacentHTML/g)).toEqual([]);
  // Put together from constants that stand beside them.
  const ofConstants = ['core/link-text.ts', 'core/readable-text.ts'];
  const others = sources.filter(({ file }) => !ofConstants.includes(file));
  expect(places(/\bRegExp\(/g, others)).toEqual([]);
});

/** Whatever else is called outside might be an address somebody chose: it needs a place here, and its reason. */
const calls: Record<string, RegExp> = {
  // Its webhook comes home by the Worker's own loopback.
  'durable-objects/test-acquirer/test-acquirer.ts': /^this\.#merchant\(\)\.fetch\(`\$\{this\.env\.PUBLIC_ORIGIN\}\//,
  // Whether somebody is a person, asked at one address of Cloudflare's.
  'worker/proof/turnstile.ts': /^fetch\(verifyAddress$/,
};

it('the Worker fetches only what is named here', () => {
  const wrong = ofTheServer.flatMap(({ file, text }) =>
    [...text.matchAll(/[\w.#()]*\bfetch\((?!request\b)[^,)]*/g)]
      .map(([call]) => call)
      // Files of the build, by a binding that reaches nothing else.
      .filter((call) => !/^(c\.)?env\.ASSETS\.fetch\(/.test(call) && calls[file]?.test(call) !== true)
      .map((call) => `${file}: ${call}`),
  );
  expect(wrong).toEqual([]);
  const sockets = /from 'node:(http|https|net|tls|dgram|child_process)'|from 'cloudflare:sockets'/g;
  expect(places(sockets, ofTheServer)).toEqual([]);
});

it('the Worker reaches its objects through one module, which repeats what a restart lost', () => {
  const stubs = places(/\b(EVENT_SALES|CHECK_IN_GATE|TEST_ACQUIRER)\.\w+/g).filter((place) =>
    place.startsWith('worker/'),
  );
  expect(stubs.length).toBeGreaterThan(2);
  expect(stubs.filter((place) => !place.startsWith('worker/event-object/event-object.ts:'))).toEqual([]);
});

it('no guessable chance makes anything but a pause', () => {
  expect(places(/.*\bMath\.random\b.*/g).map((place) => place.replace(/\s+/g, ' '))).toEqual([
    'durable-objects/event-sales/alarm.ts: const messages = await this.#group.run((tx) => leaseMessages(tx, lane, Math.random));',
    'durable-objects/test-acquirer/test-acquirer.ts: this.#store.postponeWebhook(webhook, Date.now() + pauseMs + Math.floor(Math.random() * (pauseMs / 4)));',
    'worker/event-object/event-object.ts: await scheduler.wait(pauseMs / 2 + Math.random() * (pauseMs / 2));',
  ]);
});

it('only one module takes a stub: it tells each object the time after the clock was set back', () => {
  const stubs = places(/\b(EVENT_SALES|CHECK_IN_GATE|TEST_ACQUIRER)\b\.get\w*/g).filter((place) =>
    place.startsWith('worker/'),
  );
  expect(stubs).toEqual([
    'worker/event-object/event-object.ts: EVENT_SALES.getByName',
    'worker/event-object/event-object.ts: CHECK_IN_GATE.getByName',
    'worker/event-object/event-object.ts: TEST_ACQUIRER.getByName',
  ]);
});

it('no weak hash is used but the one TOTP is made of', () => {
  expect(places(/\b(md5|sha-?1)\b/gi)).toEqual(['worker/accounts/totp.ts: sha1']);
});

it('a screen names an event, its place and a ticket type in the language of its reader', () => {
  // `titleIn`, `textsOf`, `typeName` and `soldTypeName` choose the text; the plain field is the event's main language.
  const plain =
    /\{[^{}\n]*(\.eventTitle|event\.title|data\??\.title|event\.venue\.\w+|\b(type|ticket)\.(name|ticketTypeName))\b[^{}\n]*\}/g;
  const screens = sources.filter(({ file }) => /^(web|widget)\/.*\.tsx$/.test(file));
  expect(screens.length).toBeGreaterThan(60);
  expect(places(plain, screens)).toEqual([]);
});

it('every log line is JSON, and never a bare error', () => {
  // The Worker writes through `log`, which leaves the message of an error out: a refused query quotes its row, and a
  // provider's error what it was asked. The objects print the same lines, made by `logLine`.
  const calls = places(/console(\.\w+|\[\w+\])\(\s*[\w.]*/g, ofTheServer);
  const others = calls.filter((call) => !call.startsWith('worker/log.ts: ') && !call.startsWith('durable-objects/'));
  expect(others).toEqual([]);
  expect(calls.filter((call) => !call.endsWith('(logLine'))).toEqual([]);
  expect(places(/\blogLine\('(info|warn|error)', '[a-z0-9-]+'/g, ofTheServer)).toHaveLength(4);
  expect(places(/(console\.\w+|\blog)\([^;]*\b(error|e|reason|cause)\.(message|stack)\b/g, ofTheServer)).toEqual([]);
  expect(places(/\blog\('(info|warn|error)', '[a-z0-9-]+'/g, ofTheServer).length).toBeGreaterThan(20);
  expect(places(/\blog\((?!level|'(info|warn|error)', '[a-z0-9-]+')/g, ofTheServer)).toEqual([]);
});

it('fields of passwords hide what is typed and let password managers help', () => {
  const screens = sources.filter(({ file }) => file.startsWith('web/screens/'));
  const fields = screens.flatMap(({ file, text }) =>
    [...text.matchAll(/type="password"[^>]*/g)].map(([field]) => ({ file, field })),
  );
  expect(fields.length).toBeGreaterThan(3);
  expect(fields.filter(({ field }) => !/autoComplete="(current|new)-password"/.test(field))).toEqual([]);
  expect(places(/onPaste/g)).toEqual([]);
});

it('no secret stands in a file of the repository', () => {
  expect(read('.gitignore').split('\n')).toContain('.dev.vars');
  const settings = ['wrangler.toml', 'hashing/wrangler.toml', '.dev.vars.example'].map((file) => read(file)).join('\n');
  expect(settings).not.toMatch(/^\s*(ID_SECRET|TOKEN_KEYS|\w*_SECRET|\w*PASSWORD|SMTP_URL)[ \t]*=[ \t]*\S/m);
  expect(places(/PRIVATE KEY|"d":\s*"[\w-]{40,}"|\b(sk|pk)_live_\w+/g)).toEqual([]);
});

it('what is served is the build alone', () => {
  expect(read('wrangler.toml')).toMatch(/\[assets\]\ndirectory = "dist\/site"/);
  expect(read('.gitignore').split('\n')).toContain('dist/');
});

it('libraries are pinned and from one place', () => {
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
  expect(Object.entries(dependencies).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { link?: boolean; integrity?: string; resolved?: string }>;
  };
  const locked = Object.entries(packages).filter(([path, one]) => path !== '' && one.link !== true);
  expect(locked.length).toBeGreaterThan(100);
  expect(locked.filter(([, one]) => one.integrity !== undefined && !one.integrity.startsWith('sha512-'))).toEqual([]);
  expect(locked.filter(([, one]) => one.resolved?.startsWith('https://registry.npmjs.org/') === false)).toEqual([]);
});
