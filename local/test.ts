// The test command: types, lint, then every test. Ends with `N passed, N failed`.

import { spawnSync } from 'node:child_process';

type Counts = { passed: number; failed: number };

function check(name: string, command: string, args: string[]): Counts {
  console.log(`\n— ${name}`);
  const ended = spawnSync(command, args, { stdio: 'inherit', shell: false });
  return ended.status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function vitest(): Counts {
  console.log('\n— tests');
  const ended = spawnSync(
    'vitest',
    ['run', '--reporter=default', '--reporter=json', '--outputFile.json=dist/tests.json'],
    {
      stdio: 'inherit',
    },
  );
  if (ended.status !== 0) return { passed: 0, failed: 1 };
  return { passed: 1, failed: 0 };
}

const counts = [
  check('types', 'npm', ['run', '--silent', 'types']),
  check('lint', 'npm', ['run', '--silent', 'lint']),
  vitest(),
];
const passed = counts.reduce((sum, one) => sum + one.passed, 0);
const failed = counts.reduce((sum, one) => sum + one.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
