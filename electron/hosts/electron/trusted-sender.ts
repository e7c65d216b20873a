/**
 * Who may have a ledger port. Kept free of `electron` so that every branch can be tried without a window.
 */

export type Frame = { readonly url: string; readonly parent: unknown };

export type Sender = {
  /** The contents that sent the message. */
  readonly sender: { readonly mainFrame: Frame };
  /** The frame that sent it; null where it has gone in the meantime. */
  readonly senderFrame: Frame | null;
};

/**
 * The frame that asked, where it is the main frame of the one window that holds the app's page and shows a page of the
 * app's own origin; undefined for everyone else: subframes, other windows, other origins, frames that have gone.
 *
 * @param expected the main window's contents; undefined while there is none
 * @param origin `app://rollmark`, or the development server's origin
 */
export const trustedFrame = <E extends Sender>(
  event: E,
  expected: E['sender'] | undefined,
  origin: string,
): NonNullable<E['senderFrame']> | undefined => {
  if (!expected || event.sender !== expected) return undefined;
  try {
    const frame = event.senderFrame;
    if (!frame || frame.parent !== null || frame !== event.sender.mainFrame) return undefined;
    return frame.url === origin || frame.url.startsWith(`${origin}/`)
      ? (frame as NonNullable<E['senderFrame']>)
      : undefined;
  } catch {
    // Electron throws on a frame that was disposed of between the message and now.
    return undefined;
  }
};
