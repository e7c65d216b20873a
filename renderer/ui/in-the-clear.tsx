/** Beside what leaves the ledger: said before it is printed or saved, in one line, for a counter with a customer waiting. */
export const InTheClear = ({ what, also }: { what: string; also?: string | undefined }) => (
  <p className="dim">
    {what} is in the clear: whoever has it can read it.{also ? ` ${also}` : ''}
  </p>
);
