import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Tests of the engine on real encrypted files (and those that kill processes) take minutes, unit tests milliseconds.
 * The long ones start first, so that on two cores the short ones fill the other worker meanwhile.
 */
class LongOnesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = (file: TestSpecification) => file.moduleId.includes('/tests/');
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    environment: 'node',
    include: [
      '{shared,electron,renderer}/**/*.test.{ts,tsx}',
      'tests/{engine,cli,vin,reliability}/**/*.test.ts',
      'scripts/**/*.test.ts',
    ],
    // The command line and the processes that tests kill, built from the sources as they stand.
    globalSetup: ['tests/support/build-bundles.ts'],
    // Argon2id at its real cost, a hundred kills: long, never endless.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
    // Processes and not threads: the database's addon and the engine's worker belong to a process of their own.
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongOnesFirst },
  },
});
