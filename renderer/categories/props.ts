import type { BookKind } from '../../shared/categories/category.ts';
import type { AcquisitionDraft } from '../../shared/domain/fields.ts';
import type { Finding } from '../../shared/domain/findings.ts';

/** What every category's form is given. */
export type DescriptionProps = {
  draft: AcquisitionDraft;
  onChange: (change: Partial<AcquisitionDraft>) => void;
  /** What may be said of the fields now. */
  findings: readonly Finding[];
  onFocus: (field: string) => void;
  onBlur: () => void;
  /** Fields that were filled from what is known, which Enter may pass over. */
  filled: readonly string[];
  book: BookKind;
  /** The first field takes the cursor as the form opens; not where one is just choosing another category. */
  focusFirst: boolean;
  /** The book asks for hand-typed numbers a second time. */
  secondKeying: boolean;
};
