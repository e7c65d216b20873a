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
/** ISO 4217 codes (from memory) of the currencies that an owner is likely to have paid in. */
const CODES = new Set(
  'AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS INR JPY KRW MXN NOK NZD PLN RUB SEK SGD TRY TWD UAH USD ZAR'.split(
    ' ',
  ),
);
const SHAPE = /^(-|\()?\s*([^\d\s.,()-]{0,4})\s*(\d[\d.,\s'’]*?)\s*([^\d\s.,()-]{0,4})(\)?)$/u;
/** Spaces and apostrophes stand between thousands only: `10 20` is not 1,020. */
const SPACED = /^\d{1,3}(?:([\s'’])\d{3})(?:\1\d{3})*(?:[.,]\d{1,4})?$/u;
const LONGEST_SHOWN = 60;

/** The digits before and after the decimal sign; undefined where the separators can’t be read in one way only. */
const split = (text: string): [string, string] | undefined => {
  if (/[\s'’]/.test(text)) return SPACED.test(text) ? split(text.replace(/[\s'’]/g, '').replace(',', '.')) : undefined;
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  if (last < 0) return [text, ''];
  const sign = text[last]!;
  const after = text.slice(last + 1);
  const others = text.slice(0, last);
  const many = others.includes(sign);
  if (after.length === 3 && others !== '0') {
    // 1,071 and 1.071.000 hold thousands. 1.071 alone is a thousand in Europe and a fraction in America.
    const thousands = sign === ',' ? /^[1-9]\d{0,2}(,\d{3})+$/ : /^[1-9]\d{0,2}(\.\d{3}){2,}$/;
    return thousands.test(text) ? [text.replace(/[.,]/g, ''), ''] : undefined;
  }
  // 1,071.89 and 1.071,89 end in a fraction.
  if (many || after.length === 0 || after.length > 4) return undefined;
  if (!/^\d+$|^\d{1,3}([.,])\d{3}(\1\d{3})*$/.test(others)) return undefined;
  return [others.replace(/[.,]/g, ''), after];
};

/** Reads `$1,071.89`, `1071.89 EUR`, `1.071,89 €`. Says in a sentence what it can’t read. */
export const readMoney = (text: string): ReadMoney => {
  const typed = text.trim();
  const shown = typed.length > LONGEST_SHOWN ? `${typed.slice(0, LONGEST_SHOWN)}…` : typed;
  const wrong = { ok: false as const, message: `“${shown}” is not an amount of money. Write it like 1,071.89.` };
  const found = typed.length > 200 ? null : SHAPE.exec(typed);
  if (!found) return wrong;
  const [, minus, before, digits, behind, closing] = found as unknown as [
    string,
    string?,
    string?,
    string?,
    string?,
    string?,
  ];
  if ((minus === '(') !== (closing === ')')) return wrong;
  if (minus) return { ok: false, message: `“${shown}” is negative. A price or value is not.` };
  const sign = (before || behind || '').toUpperCase();
  if (before && behind) return wrong;
  const currency = sign === '' ? '' : (SIGNS[sign] ?? (CODES.has(sign) ? sign : undefined));
  const parts = split(digits!);
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
