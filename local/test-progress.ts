// A vitest reporter that tells the parent process (`vitest-run.ts`) which test files run and how each test ended.
// Without such a parent it does nothing.

import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

export type Progress =
  | { kind: 'file-started'; file: string }
  | { kind: 'file-ended'; file: string }
  | { kind: 'test-ended'; file: string; test: string; state: 'passed' | 'failed' | 'skipped'; error: string }
  | { kind: 'not-loaded'; file: string; error: string };

const tell = (progress: Progress): void => {
  process.send?.(progress);
};

export default class TestProgress implements Reporter {
  onTestModuleQueued(module: TestModule): void {
    tell({ kind: 'file-started', file: module.relativeModuleId });
  }

  onTestCaseResult(test: TestCase): void {
    const { state, errors } = test.result();
    if (state === 'pending') return;
    const error = errors?.[0]?.message ?? '';
    tell({ kind: 'test-ended', file: test.module.relativeModuleId, test: test.fullName, state, error });
  }

  onTestModuleEnd(module: TestModule): void {
    const file = module.relativeModuleId;
    // What failed outside of every test: the import of the file, or a hook around its tests.
    for (const error of module.errors()) tell({ kind: 'not-loaded', file, error: error.message });
    for (const suite of module.children.allSuites()) {
      for (const error of suite.errors())
        tell({ kind: 'not-loaded', file, error: `${suite.fullName}: ${error.message}` });
    }
    tell({ kind: 'file-ended', file });
  }

  onTestRunEnd(_modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    for (const error of unhandled) tell({ kind: 'not-loaded', file: 'the run', error: error.message });
  }
}
