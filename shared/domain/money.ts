/**
 * An amount of money as the book keeps it: exact, with a point and two to four decimals, and the currency only where it
 * was named (`1071.89`, `950.00 EUR`). What was typed is read, never rounded.
 */
export type ReadMoney = { ok: true; amount: string } | { ok: false; message: string };

const SIGNS: Readonly<Record<string, string>> = {
  $: '',
  US$: '',
  USD: '',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  C$: 'CAD',
};
const SHAPE = /^(-|\()?\s*([^\d\s.,()-]{0,4})\s*(\d[\d.,\s'’]*)\s*([^\d\s.,()-]{0,4})\)?$/u;

/** The digits before and after the decimal sign; undefined where the separators can’t be read in one way only. */
const split = (text: string): [string, string] | undefined => {
  const bare = text.replace(/[\s'’]/g, '');
  const last = Math.max(bare.lastIndexOf('.'), bare.lastIndexOf(','));
  if (last < 0) return [bare, ''];
  const sign = bare[last]!;
  const after = bare.slice(last + 1);
  const others = bare.slice(0, last);
  const many = others.includes(sign);
  // 1,071 and 1.071.000 hold thousands; 1,071.89 and 1.071,89 end in a fraction.
  if (after.length === 3 && (many || sign === ',' || others.length > 3)) {
    return /^\d{1,3}([.,]\d{3})*$/.test(bare) && new Set(bare.match(/[.,]/g)).size === 1
      ? [bare.replace(/[.,]/g, ''), '']
      : undefined;
  }
  if (many || after.length === 0 || after.length > 4) return undefined;
  if (!/^\d+$|^\d{1,3}([.,]\d{3})+$/.test(others)) return undefined;
  return [others.replace(/[.,]/g, ''), after];
};

/** Reads `$1,071.89`, `1071.89 EUR`, `1.071,89 €`. Says in a sentence what it can’t read. */
export const readMoney = (text: string): ReadMoney => {
  const found = SHAPE.exec(text.trim());
  const wrong = { ok: false as const, message: `“${text}” is not an amount of money. Write it like 1,071.89.` };
  if (!found) return wrong;
  const [, minus, before, digits, behind] = found as unknown as [string, string?, string?, string?, string?];
  if (minus) return { ok: false, message: `“${text}” is negative. A price or value is not.` };
  const sign = (before || behind || '').toUpperCase();
  if (before && behind) return wrong;
  const currency = sign === '' ? '' : (SIGNS[sign] ?? (/^[A-Z]{3}$/.test(sign) ? sign : undefined));
  const parts = split(digits!.trim());
  if (currency === undefined || !parts) return wrong;
  const amount = `${parts[0].replace(/^0+(?=\d)/, '')}.${parts[1].padEnd(2, '0')}`;
  return { ok: true, amount: currency === '' ? amount : `${amount} ${currency}` };
};

/** An amount for the eye: `$1,071.89`, `950.00 EUR`. */
export const showMoney = (stored: string): string => {
  const [amount, currency] = stored.split(' ');
  const grouped = amount!.replace(/\B(?=(\d{3})+(?=\.))/g, ',');
  return currency ? `${grouped} ${currency}` : `$${grouped}`;
};
