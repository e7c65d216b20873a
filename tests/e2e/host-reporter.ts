import { relative } from 'node:path';
import type { FullConfig, FullResult, Reporter, TestCase, TestError, TestResult } from '@playwright/test/reporter';

/** The annotation by which a test says which host it ran on. */
export const HOST_ANNOTATION = 'host';

/** Prints each test with the host that it ran on, failures in full, and at the end which spec ran on which hosts and what failed. */
export default class HostReporter implements Reporter {
  private root = '';
  private readonly failed: string[] = [];
  private readonly specs = new Map<string, Map<string, { passed: number; failed: number; skipped: number }>>();

  onBegin(config: FullConfig): void {
    this.root = config.rootDir;
  }

  onStdOut(chunk: string | Buffer): void {
    process.stdout.write(chunk);
  }

  onStdErr(chunk: string | Buffer): void {
    process.stderr.write(chunk);
  }

  onError(error: TestError): void {
    console.error(error.stack ?? error.message ?? error.value);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const host =
      result.annotations.find((a) => a.type === HOST_ANNOTATION)?.description ??
      `${test.parent.project()?.name}, not started`;
    const spec = relative(this.root, test.location.file);
    const outcome =
      result.status === 'skipped' ? 'skipped' : result.status === test.expectedStatus ? 'passed' : 'failed';
    const hosts = this.specs.get(spec) ?? new Map();
    const count = hosts.get(host) ?? { passed: 0, failed: 0, skipped: 0 };
    count[outcome]++;
    this.specs.set(spec, hosts.set(host, count));

    const sign = { passed: '✓', failed: '✗', skipped: '-' }[outcome];
    const title = test.titlePath().slice(3).join(' › ');
    console.log(`${sign} [${host}] ${spec} › ${title} (${(result.duration / 1000).toFixed(1)} s)`);
    if (outcome !== 'failed') return;
    for (const error of result.errors) console.error(error.stack ?? error.message ?? error.value);
    this.failed.push(`${sign} [${host}] ${spec} › ${title}: ${result.error?.message?.split('\n')[0] ?? result.status}`);
  }

  onEnd(result: FullResult): void {
    console.log('');
    for (const [spec, hosts] of this.specs)
      for (const [host, { passed, failed, skipped }] of hosts)
        console.log(`${spec}: ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''} on ${host}`);
    // Once more, where a reader of a long log looks.
    for (const line of this.failed) console.error(line);
    if (result.status === 'timedout') console.error('The run took longer than it may.');
  }

  printsToStdio(): boolean {
    return true;
  }
}
