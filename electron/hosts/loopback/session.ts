import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** One token, used once, and the one session that it was exchanged for. Both live in memory only. */
export type Session = {
  /** 256 random bits for the start address. */
  readonly token: string;
  /** Exchanges the token for a session: the value of `Set-Cookie`, or undefined where it is wrong or used. */
  start(token: string): string | undefined;
  /** Whether these `Cookie` headers carry the session. False before the start. */
  holds(cookies: readonly string[] | undefined): boolean;
  /** Whether the token was used. */
  readonly started: boolean;
};

const random = (): string => randomBytes(32).toString('base64url');

/** Compares without telling by its duration how much was right. Hashed first, so that lengths do not matter. */
const same = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());

/**
 * @param port in the cookie's name: browsers send cookies to every port of 127.0.0.1, so two running hosts must not
 *   overwrite each other's
 */
export const createSession = (port: number): Session => {
  const name = `rollmark-${port}`;
  const token = random();
  let cookie: string | undefined;
  return {
    token,
    start: (given) => {
      const right = same(given, token);
      if (!right || cookie !== undefined) return undefined;
      cookie = random();
      // No Max-Age: it ends with the browser. No Secure: the address is http, and never leaves this machine.
      return `${name}=${cookie}; Path=/; HttpOnly; SameSite=Strict`;
    },
    holds: (cookies) => {
      if (cookie === undefined) return false;
      const given = (cookies ?? [])
        .flatMap((header) => header.split(';'))
        .map((pair) => pair.trim())
        .filter((pair) => pair.startsWith(`${name}=`))
        .map((pair) => pair.slice(name.length + 1));
      // Another port of 127.0.0.1 may have set a cookie of the same name: then it is unclear whose this is.
      return given.length === 1 && same(given[0]!, cookie);
    },
    get started() {
      return cookie !== undefined;
    },
  };
};
