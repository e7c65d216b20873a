import { parseDate } from '../domain/dates.ts';
import type { AcquisitionDraft, Details } from '../domain/fields.ts';
import { type Finding, refused, warning } from '../domain/findings.ts';
import { readMoney } from '../domain/money.ts';
import type { CategoryContext, FieldSpec } from './category.ts';

/** What a register or an inventory keeps beside the description, whatever the unit is. */
export const KEEPING: readonly FieldSpec[] = [
  { name: 'location', input: 'suggest', hint: 'Room, crib or lot.' },
  { name: 'condition', input: 'choice', choices: ['New', 'Used', 'Refurbished', 'For parts'] },
  { name: 'price', input: 'money', hint: 'What was paid.' },
  { name: 'value', input: 'money', hint: 'What it is worth now.' },
  { name: 'receipt', input: 'choice', choices: ['Yes', 'No'] },
  { name: 'warrantyUntil', input: 'date' },
];

/** Checks what is kept beside: amounts become exact, dates ISO. What the texts hold was looked at before (`siftDetails`). */
export const checkKeeping = (
  draft: AcquisitionDraft,
  context: CategoryContext,
): { draft: AcquisitionDraft; findings: Finding[] } => {
  const findings: Finding[] = [];
  const details: Details = { ...draft.details };
  for (const field of ['price', 'value'] as const) {
    const text = details[field];
    if (!text) continue;
    const read = readMoney(text);
    if (read.ok) details[field] = read.amount;
    else findings.push(refused(field, 'money-unreadable', read.message));
  }
  if (details.warrantyUntil) {
    const read = parseDate(details.warrantyUntil, context.today);
    if (read.ok) details.warrantyUntil = read.date;
    else findings.push(refused('warrantyUntil', 'date-impossible', read.message));
  }
  if (details.receipt && /^(y|yes|true|1)$/i.test(details.receipt)) details.receipt = 'Yes';
  else if (details.receipt && /^(n|no|false|0)$/i.test(details.receipt)) details.receipt = 'No';
  if (context.book === 'inventory' && details.receipt === 'No') {
    findings.push(
      warning(
        'receipt',
        'receipt-missing',
        'There is no receipt. An insurer asks for proof: a photo of the number, a card statement or a box label helps.',
      ),
    );
  }
  return { draft: { ...draft, details }, findings };
};
