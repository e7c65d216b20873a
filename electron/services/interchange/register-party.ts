import type { RegisterField } from './register-columns.ts';

/** Several lines of one cell, as an address is often kept, on one. */
export const onOneLine = (cell: string): string =>
  cell.includes('\n') || cell.includes('\r') ? cell.replace(/\s*,?\s*[\r\n]+\s*/g, ', ') : cell;

/** Whom it came from, or went to: a name and one address, which may stand in one column or in several. */
export const readRegisterParty = (
  get: (field: RegisterField) => string,
  side: 'from' | 'to',
): { name: string; address: string } => {
  const fields =
    side === 'from'
      ? (['acquiredFrom', 'acquiredFromAddress', 'fromCity', 'fromState', 'fromZip'] as const)
      : (['disposedTo', 'disposedToAddress', 'toCity', 'toState', 'toZip'] as const);
  const [name, street, city, state, zip] = fields.map((field) => onOneLine(get(field))) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const address = [street, city, [state, zip].filter((part) => part !== '').join(' ')].filter((part) => part !== '');
  return { name, address: address.join(', ') };
};
