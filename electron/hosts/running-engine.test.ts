import { describe, expect, it, vi } from 'vitest';
import type { EngineClient, StartedEngine } from './engine-process.ts';
import { keepEngine } from './running-engine.ts';

const entry = new URL('file:///engine.js');

/** Engines that do nothing but end when told to. */
const factory = () => {
  const made: { end: (error?: Error) => void; stopped: boolean; client: EngineClient }[] = [];
  const start = (): StartedEngine => {
    let end: (error?: Error) => void = () => undefined;
    const ended = new Promise<Error | undefined>((resolve) => {
      end = resolve;
    });
    const engine = { end, stopped: false, client: { number: made.length } as unknown as EngineClient };
    made.push(engine);
    return {
      client: engine.client,
      giveFile: async () => undefined,
      ended,
      stop: async () => {
        engine.stopped = true;
        end();
      },
    };
  };
  return { made, start };
};

describe('keepEngine', () => {
  it('starts another engine after a crash, makes it ready, then says so', async () => {
    const { made, start } = factory();
    const ready = vi.fn(async () => undefined);
    const crashed = vi.fn();
    const engine = await keepEngine(entry, ready, crashed, start);
    expect(await engine.client()).toBe(made[0]!.client);
    made[0]!.end(new Error('crash'));
    await vi.waitFor(() => expect(crashed).toHaveBeenCalledWith());
    expect(await engine.client()).toBe(made[1]!.client);
    expect(ready.mock.calls).toEqual([
      [made[0]!.client, false],
      [made[1]!.client, true],
    ]);
    made[1]!.end();
    await vi.waitFor(async () => expect(await engine.client()).toBe(made[2]!.client));
  });

  it('rejects where the first engine dies before it answers', async () => {
    const { made, start } = factory();
    const starting = keepEngine(entry, () => new Promise(() => undefined), vi.fn(), start);
    made[0]!.end(new Error('no such addon'));
    await expect(starting).rejects.toThrow('no such addon');
    expect(made).toHaveLength(1);
  });

  it('gives up, and says so, where the next one dies too', async () => {
    const { made, start } = factory();
    const crashed = vi.fn();
    let times = 0;
    await keepEngine(entry, () => (times++ === 0 ? Promise.resolve() : new Promise(() => undefined)), crashed, start);
    made[0]!.end(new Error('first'));
    await vi.waitFor(() => expect(made).toHaveLength(2));
    made[1]!.end(new Error('second'));
    await vi.waitFor(() => expect(crashed).toHaveBeenCalledTimes(1));
    expect(crashed.mock.calls[0]![0]).toMatchObject({ message: 'second' });
    expect(made).toHaveLength(2);
  });

  it('stops without starting another', async () => {
    const { made, start } = factory();
    const crashed = vi.fn();
    const engine = await keepEngine(entry, async () => undefined, crashed, start);
    await engine.stop(1000);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(made).toHaveLength(1);
    expect(made[0]!.stopped).toBe(true);
    expect(crashed).not.toHaveBeenCalled();
  });

  it('does not wait forever for an engine that hangs', async () => {
    const hanging: StartedEngine = {
      client: {} as EngineClient,
      giveFile: async () => undefined,
      ended: new Promise(() => undefined),
      stop: () => new Promise(() => undefined),
    };
    const engine = await keepEngine(
      entry,
      async () => undefined,
      vi.fn(),
      () => hanging,
    );
    await expect(engine.stop(5)).resolves.toBeUndefined();
  });
});
