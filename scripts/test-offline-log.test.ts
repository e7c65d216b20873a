import { describe, expect, it } from 'vitest';
import { neighboursIn, questionIn, waitingIn } from './test-offline-log.ts';

describe('what a query asks for', () => {
  const query = (labels: string[], type: number): Buffer =>
    Buffer.concat([
      Buffer.alloc(12),
      ...labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
      Buffer.from([0, 0, type, 0, 1]),
    ]);

  it('is read as a name and a type', () => {
    expect(questionIn(query(['a', 'example'], 28))).toEqual({ name: 'a.example', type: 28 });
  });
  it('is nothing in what is cut short or no query', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(14), query(['a', 'example'], 1).subarray(0, 18)])
      expect(questionIn(bytes)).toBeUndefined();
  });
});

describe('the neighbours that were asked for', () => {
  it('are every address of the link, without the kernel’s own', () => {
    const table = [
      '8.8.8.8 dev outward FAILED ',
      '198.51.100.7 dev outward INCOMPLETE ',
      '224.0.0.251 dev outward lladdr 01:00:5e:00:00:fb NOARP ',
      '0.0.0.0 dev lo lladdr 00:00:00:00:00:00 NOARP ',
      'ff02::16 dev outward lladdr 33:33:00:00:00:16 NOARP ',
      'ff02::1:ff00:1 dev outward lladdr 33:33:ff:00:00:01 NOARP ',
      'ff02::fb dev outward lladdr 33:33:00:00:00:fb NOARP ',
      '2001:db8:1::1 dev outward FAILED ',
      '',
    ].join('\n');
    expect(neighboursIn(table, 'outward')).toEqual([
      '8.8.8.8',
      '198.51.100.7',
      '224.0.0.251',
      'ff02::fb',
      '2001:db8:1::1',
    ]);
  });
});

describe('connections that wait for an answer', () => {
  const row = (remote: string, state: string) =>
    `   0: 020200C0:A1B2 ${remote} ${state} 00000001:00000000 01:00000064 00000001  1000        0 4711 2 0000000000000000`;
  it('are those to other machines, by address, port and socket', () => {
    const table = ['  sl  local_address rem_address', row('476433C6:01BB', '02'), row('476433C6:0050', '01')].join(
      '\n',
    );
    expect(waitingIn(table)).toEqual([{ to: '198.51.100.71 port 443', inode: '4711' }]);
    expect(waitingIn(['', row('0100007F:1F90', '02')].join('\n'))).toEqual([]);
  });
  it('are read over IPv6 too', () => {
    const six = ['', row('B80D0120000072000000000001000000:01BB', '02')].join('\n');
    expect(waitingIn(six).map(({ to }) => to)).toEqual(['2001:0DB8:0072:0000:0000:0000:0000:0001 port 443']);
    expect(waitingIn(['', row('00000000000000000000000001000000:1F90', '02')].join('\n'))).toEqual([]);
  });
});
