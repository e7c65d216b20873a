import { Checkbox, Select, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import type { BookSetting, TemplateId } from '../../../shared/domain/settings.ts';
import { readFfl } from '../../../shared/serials/ffl.ts';
import { errorNote } from '../../ui/finding.tsx';
import { LicenceField } from '../../ui/licence-field.tsx';
import css from './shop-fields.module.css';

/** What a ledger says of the shop, as typed. */
export type Shop = {
  name: string;
  licence: string;
  premises: string;
  zone: string;
  openDays: number[];
  forms4473Numbered: boolean;
  books?: BookSetting[] | undefined;
};

export const emptyShop = (): Shop => ({
  name: '',
  licence: '',
  premises: '',
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  openDays: [1, 2, 3, 4, 5, 6],
  forms4473Numbered: false,
});

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const FULL_DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** What is wrong with one field, or undefined. The licence number may be left out, but not half typed. */
export const shopProblems = (shop: Shop): Partial<Record<keyof Shop, string>> => {
  const problems: Partial<Record<keyof Shop, string>> = {};
  if (shop.name.trim() === '') problems.name = 'Write the name that heads every page.';
  if (shop.licence.trim() !== '') {
    const read = readFfl(shop.licence);
    if (!read.ok) problems.licence = read.message;
  }
  if (shop.zone === '') problems.zone = 'Choose the time zone of the premises.';
  if (shop.openDays.length === 0) problems.openDays = 'Choose at least one day.';
  return problems;
};

/** The licence in the form the book keeps. */
export const tidyShop = (shop: Shop): Shop => {
  const read = readFfl(shop.licence);
  return {
    ...shop,
    name: shop.name.trim(),
    premises: shop.premises.trim(),
    licence: read.ok ? read.value.number : '',
    openDays: [...shop.openDays].sort(),
  };
};

const NAMES: Readonly<Record<TemplateId, { label: string; help: string }>> = {
  dealer: { label: 'Name of the licensee', help: 'As it stands on the licence; it heads every printed page.' },
  shop: { label: 'Name of the shop', help: 'It heads every printed page.' },
  owner: { label: 'Name of the owner', help: 'As your insurer knows it; it heads every printed page.' },
};

const zones = (own: string): string[] =>
  [...new Set([own, ...Intl.supportedValuesOf('timeZone'), 'UTC'])].filter(Boolean);

type Props = {
  /** What the ledger is for: a licence and its forms are a dealer’s alone. */
  template: TemplateId;
  shop: Shop;
  onChange: (shop: Shop) => void;
  tried: boolean;
  autoFocus?: boolean;
};

/** Name, licence, premises, time zone, opening days and how the forms are kept. */
export const ShopFields = ({ template, shop, onChange, tried, autoFocus = false }: Props) => {
  const problems = shopProblems(shop);
  const all = useMemo(() => zones(shop.zone), [shop.zone]);
  const set = <K extends keyof Shop>(key: K, value: Shop[K]) => onChange({ ...shop, [key]: value });
  const licence = readFfl(shop.licence);
  const longEnough = shop.licence.replace(/[\s-]/g, '').length >= 15;
  return (
    <>
      <div className={css.two}>
        <TextInput
          label={NAMES[template].label}
          value={shop.name}
          onChange={(event) => set('name', event.currentTarget.value)}
          error={tried ? errorNote(problems.name) : undefined}
          description={NAMES[template].help}
          maxLength={200}
          autoComplete="off"
          {...(autoFocus ? { autoFocus: true } : {})}
        />
        {template === 'dealer' ? (
          <LicenceField
            label="Licence number"
            value={shop.licence}
            onChange={(text) => set('licence', text)}
            error={tried || longEnough ? errorNote(problems.licence) : undefined}
            {...(licence.ok && licence.doubt ? { description: licence.doubt } : {})}
            {...(shop.licence === '' ? { description: 'Can be added later.' } : {})}
          />
        ) : null}
      </div>
      <div className={css.two}>
        <TextInput
          label={template === 'owner' ? 'Home' : 'Premises'}
          value={shop.premises}
          onChange={(event) => set('premises', event.currentTarget.value)}
          placeholder="Street, city, state, ZIP"
          maxLength={200}
          autoComplete="off"
        />
        <Select
          label={template === 'owner' ? 'Time zone' : 'Time zone of the premises'}
          data={all}
          value={shop.zone}
          onChange={(zone) => set('zone', zone ?? '')}
          searchable
          allowDeselect={false}
          error={tried ? errorNote(problems.zone) : undefined}
          nothingFoundMessage="No such time zone"
        />
      </div>
      {template === 'dealer' ? (
        <>
          <fieldset className={css.days} aria-describedby="days-why">
            <legend>Opening days</legend>
            <div className={css.dayRow}>
              {DAYS.map((day, n) => (
                <label key={day} className={css.day}>
                  <input
                    type="checkbox"
                    aria-label={FULL_DAYS[n]}
                    checked={shop.openDays.includes(n + 1)}
                    onChange={(event) =>
                      set(
                        'openDays',
                        event.currentTarget.checked
                          ? [...shop.openDays, n + 1]
                          : shop.openDays.filter((d) => d !== n + 1),
                      )
                    }
                  />
                  <span>{day}</span>
                </label>
              ))}
            </div>
            <p id="days-why" className={css.why}>
              {tried && problems.openDays
                ? errorNote(problems.openDays)
                : 'An acquisition is due in the book by the close of the next day you are open.'}
            </p>
          </fieldset>
          <Checkbox
            label="Forms 4473 are serially numbered and filed numerically"
            description="Only then may a form’s number stand in the book in place of the buyer’s address (27 CFR 478.125(e)). If they are filed by name or date, leave this off."
            checked={shop.forms4473Numbered}
            onChange={(event) => set('forms4473Numbered', event.currentTarget.checked)}
          />
        </>
      ) : null}
    </>
  );
};
