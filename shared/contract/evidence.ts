import { z } from 'zod';
import {
  CHECK_RESULTS,
  COMPARISON_OUTCOMES,
  LEGIBILITIES,
  MARK_KINDS,
  NUMBER_RELATIONS,
  OUTCOMES,
  PURPOSES,
  READ_NUMBERS,
  READING_SOURCES,
} from '../domain/evidence.ts';

const short = z.string().max(200);
const note = z.string().max(2000);
const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const Linked = z.object({ book: z.string(), line: z.int().positive() });

export const Reading = z.object({
  kind: z.literal('reading'),
  source: z.enum(READING_SOURCES),
  place: short,
  guide: z.string().max(40).optional(),
  mark: z.int().min(1).max(9).optional(),
  which: z.enum(READ_NUMBERS).optional(),
  text: short,
  marking: z.enum(MARK_KINDS),
  legibility: z.enum(LEGIBILITIES),
  photo: sha256.optional(),
  note,
});
const Attachment = z.object({
  kind: z.literal('attachment'),
  sha256,
  name: z.string(),
  media: z.enum(['image/jpeg', 'image/png', 'image/heic', 'image/webp', 'application/pdf']),
  size: z.int(),
  width: z.int().optional(),
  height: z.int().optional(),
  pages: z.int().optional(),
  purpose: z.enum(PURPOSES),
});
const OtherNumber = z.object({
  kind: z.literal('number'),
  relation: z.enum(NUMBER_RELATIONS),
  number: short,
  linked: Linked.optional(),
  note,
});
const Verification = z.object({
  kind: z.literal('verification'),
  checks: z.array(z.object({ id: z.string().max(40), result: z.enum(CHECK_RESULTS) })).max(40),
  outcome: z.enum(OUTCOMES),
  note,
});
const Referral = z.object({ kind: z.literal('referral'), to: short, on: isoDate, reference: short, question: note });
const Answer = z.object({ kind: z.literal('answer'), to: z.int(), on: isoDate, text: note, outcome: z.enum(OUTCOMES) });
const Comparison = z.object({
  kind: z.literal('comparison'),
  with: Linked,
  steps: z.array(short).max(20),
  outcome: z.enum(COMPARISON_OUTCOMES),
  note,
});

/** What a page may add. Photos and papers come in through `evidence.attach`, which looks at their bytes. */
export const EvidenceInput = z.discriminatedUnion('kind', [
  Reading,
  OtherNumber,
  Verification,
  Referral,
  Answer,
  Comparison,
]);

export const HeldEvidence = z.object({
  /** The event that added it. */
  seq: z.int(),
  addedAt: z.string(),
  addedBy: z.string(),
  /** The reason why it was withdrawn; empty where it stands. */
  withdrawn: z.string(),
  evidence: z.discriminatedUnion('kind', [
    Reading,
    Attachment,
    OtherNumber,
    Verification,
    Referral,
    Answer,
    Comparison,
  ]),
});
export type HeldEvidence = z.infer<typeof HeldEvidence>;
