// `npm run check`: types, lint and the rule tests side by side, for the minutes between two edits. `npm test` is the whole.

import { spawn } from 'node:child_process';

const parts = ['types', 'lint', 'test:rules'];

/** Shows what the part wrote when it has ended: three at a time would be read by nobody. */
async function run(part: string): Promise<boolean> {
  const startedAt = Date.now();
  const child = spawn('npm', ['run', '--silent', part], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Colors as if it wrote to this terminal itself.
    env: { ...process.env, ...(process.stdout.isTTY && { FORCE_COLOR: '1' }) },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  const seconds = Math.round((Date.now() - startedAt) / 1_000);
  if (code !== 0) console.log(output);
  console.log(`${code === 0 ? 'passed' : 'FAILED'}: ${part}, ${seconds} s`);
  return code === 0;
}

const passed = await Promise.all(parts.map(run));
process.exit(passed.every(Boolean) ? 0 : 1);
