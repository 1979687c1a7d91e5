// `npm run admin -- e-mail`: makes a registered person an admin. There is no other way: no route gives this role.
//
//   npm run admin -- ann@example.org              an admin on this machine
//   npm run admin -- ann@example.org --disable    nobody signs in with this account, its sessions end; within a minute
//                                                 its door links end and its events stop selling (the Worker's cron).
//                                                 At once, with a reason: an admin suspends the person on their page.
//   npm run admin -- ann@example.org --enable
//   npm run admin -- ann@example.org --remote     the same in production, with wrangler's own sign-in
//
// Everything goes through `wrangler d1 execute`: whoever may do this to the database may make admins, nobody else.

import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { emailKeyOf } from '#core/email.ts';
import { root } from './server.ts';

type NewAuditEntry = 'role-changed' | 'account-disabled' | 'account-enabled';

function sqlFor(kind: NewAuditEntry, emailKey: string, nowMs: number): string {
  const whose = `email_key = ${quoted(emailKey)}`;
  const change = {
    'role-changed': "role = 'admin'",
    'account-disabled': `disabled_at = ${nowMs}`,
    'account-enabled': "disabled_at = null, disabled_reason = null, disabled_note = ''",
  }[kind];
  const before = kind === 'role-changed' ? "json_object('role', role)" : 'null';
  const after = kind === 'role-changed' ? quoted('{"role":"admin"}') : 'null';
  const id = `aud_${randomBytes(10).toString('hex')}`;
  return [
    `insert into audit_log (id, at, what, subject_id, account_id, "before", "after")
     select ${quoted(id)}, ${nowMs}, ${quoted(kind)}, id, id, ${before}, ${after} from users where ${whose}`,
    // Links of letters that were sent before do not work any more.
    `update users set ${change}, credentials_version = credentials_version + 1 where ${whose}`,
    // Open sessions have the old role, so they are ended; the next sign-in has the new one.
    `update sessions set ended_at = ${nowMs}, ended_by = 'disabled'
     where ended_at is null and user_id = (select id from users where ${whose})`,
    // The Worker's cron does the rest within a minute: door links end, events stop or start selling, gates are told.
    `insert into account_changes (user_id, asked) select id, 1 from users where ${whose}
     on conflict (user_id) do update set asked = asked + 1`,
    `select login, role, disabled_at from users where ${whose}`,
  ].join(';\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

type Row = { login: string; role: string; disabled_at: number | null };

function run(sql: string, remote: boolean): Row | null {
  const state = process.env.STATE ?? join(root, '.wrangler', 'state');
  const where = remote ? ['--remote'] : ['--local', '--persist-to', state];
  const ended = spawnSync('wrangler', ['d1', 'execute', 'foyer', ...where, '--json', '--command', sql], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, CI: '1', WRANGLER_SEND_METRICS: 'false', NO_COLOR: '1' },
  });
  if (ended.status !== 0) throw new Error(`wrangler d1 execute failed:\n${ended.stdout}${ended.stderr}`);
  // wrangler prints one result for each statement; the last is our `select`.
  const results = JSON.parse(ended.stdout) as { results: Row[] }[];
  return results.at(-1)?.results[0] ?? null;
}

const args = process.argv.slice(2);
const email = args.find((one) => !one.startsWith('--'));
const unknown = args.filter((one) => one.startsWith('--') && !['--remote', '--disable', '--enable'].includes(one));
if (email === undefined || !/^[^\s@;]+@[^\s@;]+$/.test(email) || unknown.length > 0) {
  console.error('Usage: npm run admin -- e-mail [--disable | --enable] [--remote]');
  process.exit(2);
}
const kind = args.includes('--disable')
  ? 'account-disabled'
  : args.includes('--enable')
    ? 'account-enabled'
    : 'role-changed';
// The form in which `folded` of worker/database.ts writes keys.
const row = run(sqlFor(kind, emailKeyOf(email), Date.now()), args.includes('--remote'));
if (row === null) {
  console.error(`Nobody is registered with ${email}. Register first, then run this again.`);
  process.exit(1);
}
const state =
  row.disabled_at === null ? `is ${row.role === 'admin' ? 'an admin' : `enabled (${row.role})`}` : 'is disabled';
console.log(`${row.login} ${state} now. Sign in again.`);
