import { z } from 'zod';
import { CATEGORY_IDS } from '../categories/ids.ts';
import { COLUMN_FIELDS, DETAIL_FIELDS, DISPOSITION_KINDS, ENTRY_FIELDS } from '../domain/fields.ts';

/** The three views of a book that ATF Ruling 2016-1 asks for (condition 2a, secondary). */
export const View = z.enum(['original', 'corrected', 'both']);
export type View = z.infer<typeof View>;

export const EntryFieldName = z.enum(ENTRY_FIELDS);

export const CategoryName = z.enum(CATEGORY_IDS);
/** As long as any text that a page may send; the rules of each field say less. */
export const Details = z.partialRecord(z.enum(DETAIL_FIELDS), z.string().max(20_000));

const columnTexts = Object.fromEntries(COLUMN_FIELDS.map((f) => [f, z.string()])) as Record<
  (typeof COLUMN_FIELDS)[number],
  z.ZodString
>;
const detailTexts = Object.fromEntries(DETAIL_FIELDS.map((f) => [f, z.string().optional()])) as Record<
  (typeof DETAIL_FIELDS)[number],
  z.ZodOptional<z.ZodString>
>;

/**
 * One line of the book. The fields hold the view's text: in `original` as first written, in `corrected` and `both` as
 * last corrected. In `both`, `struck` holds for each corrected field the earlier texts, oldest first.
 */
export const BookLine = z.object({
  book: z.string(),
  line: z.int(),
  category: CategoryName,
  status: z.enum(['open', 'disposed', 'voided']),
  ...columnTexts,
  /** Those that the line has; the others are absent. */
  ...detailTexts,
  serials: z.array(z.string()),
  dispositionKind: z.enum(['', ...DISPOSITION_KINDS]),
  note: z.string(),
  struck: z.partialRecord(EntryFieldName, z.array(z.string())),
  /** How many corrections the line carries, whatever the view. */
  corrections: z.int(),
  voidReason: z.string(),
  /** UTC instants of the recording of acquisition and disposition; empty where there is none. */
  acquiredRecordedAt: z.string(),
  disposedRecordedAt: z.string(),
  /** Brought over by an import: lateness is not known. */
  imported: z.boolean(),
  /** Entered after the last day that the rule allows. */
  acquiredLate: z.boolean(),
  disposedLate: z.boolean(),
});
export type BookLine = z.infer<typeof BookLine>;

export const Finding = z.object({
  field: z.string(),
  code: z.string(),
  severity: z.enum(['refused', 'warning', 'hint']),
  message: z.string(),
  suggestion: z.string().optional(),
  suggestions: z.array(z.string()).optional(),
  others: z.array(z.string()).optional(),
  other: z.object({ book: z.string(), line: z.int() }).optional(),
  cite: z.string().optional(),
  certainty: z.enum(['read', 'secondary', 'memory']).optional(),
});

/** How long after its day something was recorded, and whether the rule's last day had gone by (shared/domain/lateness.ts). */
export const Lateness = z.object({
  days: z.int(),
  businessDays: z.int(),
  /** The last day that the rule allows; empty where no law sets one. */
  due: z.string(),
  late: z.boolean(),
  cite: z.string(),
});

/** An acquisition or disposition, and when it was recorded. */
export const TimedEntry = z.object({
  book: z.string(),
  line: z.int(),
  what: z.enum(['acquisition', 'disposition']),
  /** The event that recorded it. */
  seq: z.int(),
  /** As the line reads today; empty where it holds none. */
  eventDate: z.string(),
  /** By the computer's clock, at the premises. */
  recordedOn: z.string(),
  imported: z.boolean(),
  /** Null for what an import brought: it is not known. */
  lateness: Lateness.nullable(),
  clockBehind: z.boolean(),
  /** The later moment that the trail held already; empty where the clock had not been set back. */
  clockBehindOf: z.string(),
  voided: z.boolean(),
  serial: z.string(),
  unit: z.string(),
});
