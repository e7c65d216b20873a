import type { OpenDays } from './dates.ts';

/** The ledger templates. Each names the books it starts with. Only the dealer's is built so far. */
export const TEMPLATES = {
  dealer: { label: 'Licensed dealer', books: [{ id: 'ad', title: 'Firearms acquisition and disposition record' }] },
} as const;
export type TemplateId = keyof typeof TEMPLATES;

/** The firearms book of a dealer's ledger. */
export const BOOK = 'ad';

/** What a ledger says of whom it belongs to. Changed only by an event, so that the trail shows it. */
export type LedgerSettings = {
  template: TemplateId;
  /** The licensee's or owner's name, as it stands on the licence and at the head of every printed page. */
  name: string;
  /** Full licence number with hyphens, or empty. */
  licence: string;
  /** Street address of the premises, one text. */
  premises: string;
  /** IANA time zone of the premises: it decides which day “today” is. */
  zone: string;
  openDays: OpenDays;
  /** Forms 4473 are serially numbered and filed numerically (27 CFR 478.125(e)). */
  forms4473Numbered: boolean;
};
