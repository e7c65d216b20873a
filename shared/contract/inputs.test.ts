import { describe, expect, it } from 'vitest';
import { DETAIL_FIELDS } from '../domain/fields.ts';
import { AcquisitionInput, DispositionInput } from './index.ts';
import { Details } from './lines.ts';

const long = 'x'.repeat(20_001);

describe('what a page may send', () => {
  it('has no text without an end', () => {
    for (const shape of [AcquisitionInput.shape, DispositionInput.shape])
      for (const [field, schema] of Object.entries(shape)) {
        expect(schema.safeParse(long).success, field).toBe(false);
        expect(schema.safeParse([long]).success, field).toBe(false);
      }
    for (const field of DETAIL_FIELDS) {
      expect(Details.safeParse({ [field]: 'x' }).success, field).toBe(true);
      expect(Details.safeParse({ [field]: long }).success, field).toBe(false);
    }
  });
});
