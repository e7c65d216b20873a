/** What a unit is. A category has its own form, columns, rules and guides. */
export const CATEGORY_IDS = ['firearm', 'vehicle', 'tool', 'electronics', 'appliance', 'other'] as const;
export type CategoryId = (typeof CATEGORY_IDS)[number];

export const isCategory = (text: string): text is CategoryId => (CATEGORY_IDS as readonly string[]).includes(text);
