// `npm run check`: types, lint and the rule tests side by side, in seconds, while editing. `npm test` is everything.

import { spawn } from 'node:child_process';

const parts = ['types', 'lint', 'test:rules'];

/** The output of a part is shown when it has ended, because the outputs of three parts at a time would mix. */
async function run(part: string): Promise<boolean> {
  const startedAt = Date.now();
  const child = spawn('npm', ['run', '--silent', part], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // The part colors its output as if it wrote to this terminal.
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
