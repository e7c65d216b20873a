import type { ComponentType } from 'react';
import type { CategoryId } from '../../shared/categories/ids.ts';
import { DescribedFields } from './described-fields.tsx';
import { FirearmFields } from './firearm/description-fields.tsx';
import type { DescriptionProps } from './props.ts';

/** The form of each category. Most need no more than their fields, in order. */
export const FORMS: Readonly<Record<CategoryId, ComponentType<DescriptionProps>>> = {
  firearm: FirearmFields,
  vehicle: DescribedFields,
  tool: DescribedFields,
  electronics: DescribedFields,
  appliance: DescribedFields,
  other: DescribedFields,
};
