import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLedger } from '../electron/ledger/ledger.ts';
import { importFile } from '../electron/services/imports.ts';
import { sampleCsv } from './sample.ts';

const LINES = Number(process.env.BENCH_LINES ?? 100_000);
const dir = mkdtempSync(join(tmpdir(), 'rollmark-bench-'));
const settings = {
  template: 'dealer' as const,
  name: 'Bench',
  licence: '',
  premises: '',
  zone: 'America/Boise',
  openDays: [1],
  forms4473Numbered: false,
};
const { ledger } = await createLedger(join(dir, 'x.rollmark'), {
  settings,
  user: 'B',
  passphrase: 'correct horse battery staple',
});
const csv = Buffer.from(sampleCsv(LINES));
const file = { name: 'b.csv', read: async () => csv };
const never = new AbortController().signal;
let last = performance.now(),
  cpu = process.cpuUsage(),
  stage = '';
const mark = (what: string) => {
  const c = process.cpuUsage(cpu);
  console.log(
    what.padEnd(24),
    `${(performance.now() - last).toFixed(0)} ms wall, ${((c.user + c.system) / 1000).toFixed(0)} ms cpu`,
  );
  last = performance.now();
  cpu = process.cpuUsage();
};


await importFile(
  ledger,
  file,
  { mode: 'all' },
  (s) => {
    if (s !== stage) {
      if (stage) mark(stage);
      stage = s;
    }
  },
  never,
);
mark(stage);
await ledger.close();
mark('close');
