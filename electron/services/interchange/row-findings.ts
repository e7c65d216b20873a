import type { CategoryId } from '../../../shared/categories/ids.ts';
import { showDate } from '../../../shared/domain/dates.ts';
import type { AcquisitionDraft, DispositionDraft } from '../../../shared/domain/fields.ts';
import { type Finding, refused, warning } from '../../../shared/domain/findings.ts';
import { showMoney } from '../../../shared/domain/money.ts';

const SHORTENED = /^\d(\.\d+)?E\+\d{1,3}$/i;
const FAULT = /^#(N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!)$/i;

/**
 * What a spreadsheet did to a number. Of firearms the rules of the book speak.
 *
 * @param column that the serial numbers stand in
 */
export const spreadsheetFindings = (column: string, { category, serials }: AcquisitionDraft): Finding[] => {
  if (category === 'firearm') return [];
  return serials.flatMap((serial) =>
    FAULT.test(serial)
      ? [
          refused(
            column,
            'serial-spreadsheet-fault',
            `“${serial}” is a spreadsheet’s word for a fault, not a number. Copy the number from the unit, or leave the cell empty.`,
          ),
        ]
      : SHORTENED.test(serial)
        ? [
            warning(
              column,
              'serial-spreadsheet',
              `${serial} looks like a long number that a spreadsheet shortened. Copy it from the unit again.`,
            ),
          ]
        : [],
  );
};

/** Above this an amount is more likely a slip than a price. In whole units of whatever currency it is. */
const ABSURD: Readonly<Record<CategoryId, number>> = {
  firearm: 250_000,
  vehicle: 1_000_000,
  tool: 100_000,
  electronics: 100_000,
  appliance: 100_000,
  other: 1_000_000,
};
/** A value so many times the price, for things worth a thousand and more. */
const TIMES_PRICE = 20;
const AMOUNT = /^(\d+)\.(\d{2,4})(?: ([A-Z]{3}))?$/;

const moneyFindings = (category: CategoryId, field: 'price' | 'value' | 'priceSold', stored: string): Finding[] => {
  const read = AMOUNT.exec(stored);
  if (!read) return [];
  const amount = Number(`${read[1]}.${read[2]}`);
  const say = (code: string, message: string) => [warning(field, code, message)];
  if (amount === 0) return say('money-zero', 'The amount is zero. Leave the cell empty where it is not known.');
  if (amount > ABSURD[category])
    return say('money-absurd', `${showMoney(stored)} is a very high amount. Is the decimal point where it belongs?`);
  return [];
};

/**
 * What the details of a row say against each other, beyond the rules of the category: amounts that are hardly meant, and a
 * warranty that ended before the purchase.
 *
 * @param acquisition as the book will keep it
 */
export const detailFindings = (acquisition: AcquisitionDraft, disposition: DispositionDraft | null): Finding[] => {
  const { category, details, acquiredOn } = acquisition;
  const findings: Finding[] = [];
  for (const field of ['price', 'value'] as const)
    if (details[field]) findings.push(...moneyFindings(category, field, details[field]));
  const sold = disposition?.details?.priceSold;
  if (sold) findings.push(...moneyFindings(category, 'priceSold', sold));
  const [price, value] = [details.price, details.value].map((stored) => AMOUNT.exec(stored ?? ''));
  if (price && value && price[3] === value[3] && findings.length === 0) {
    const [paid, now] = [Number(`${price[1]}.${price[2]}`), Number(`${value[1]}.${value[2]}`)];
    if (now >= 1000 && now > paid * TIMES_PRICE)
      findings.push(
        warning(
          'value',
          'value-far-from-price',
          `${showMoney(details.value!)} is more than ${TIMES_PRICE} times what was paid (${showMoney(details.price!)}). Is the decimal point where it belongs?`,
        ),
      );
  }
  const { warrantyUntil } = details;
  if (warrantyUntil && /^\d{4}-/.test(warrantyUntil) && /^\d{4}-/.test(acquiredOn) && warrantyUntil < acquiredOn)
    findings.push(
      warning(
        'warrantyUntil',
        'warranty-before-acquired',
        `The warranty ended on ${showDate(warrantyUntil)}, before it was bought on ${showDate(acquiredOn)}. Check both dates.`,
      ),
    );
  return findings;
};
