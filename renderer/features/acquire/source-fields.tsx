import { Button, SegmentedControl, TextInput } from '@mantine/core';
import type { Finding } from '../../../shared/domain/findings.ts';
import { useBook, useLedger } from '../../app/ledger.tsx';
import { client } from '../../bridge/client.ts';
import { useKnownTexts } from '../../categories/suggestions.ts';
import { DateField } from '../../ui/date-field.tsx';
import { signProps } from '../../ui/finding.tsx';
import { ariaKeys, Keys, useShortcut } from '../../ui/keys.tsx';
import { LicenceField } from '../../ui/licence-field.tsx';
import { type Licensee, LicenseeField } from '../../ui/licensee-field.tsx';
import { Suggest } from '../../ui/suggest.tsx';
import css from './acquire.module.css';
import type { Entry } from './draft.ts';

type Props = {
  entry: Entry;
  onChange: (change: (entry: Entry) => Entry) => void;
  findings: readonly Finding[];
  onFocus: (field: string) => void;
  onBlur: () => void;
};

/** When it came in and from whom. Licensee or person decides what the book wants beside the name. */
export const SourceFields = ({ entry, onChange, findings, onFocus, onBlur }: Props) => {
  const { today } = useLedger();
  const { draft, from } = entry;
  const { kind } = useBook(entry.book);
  const statutory = kind === 'statutory';
  const sources = useKnownTexts(draft.category, 'acquiredFrom', draft.acquiredFrom);
  const set = (change: Partial<Entry['draft']>) => onChange((e) => ({ ...e, draft: { ...e.draft, ...change } }));
  const take = (l: Licensee | undefined) => {
    if (!l) return;
    onChange((e) => ({
      ...e,
      from: 'licensee',
      draft: {
        ...e.draft,
        acquiredFrom: l.name,
        acquiredFromLicence: l.licence,
        acquiredFromAddress: l.address,
      },
    }));
  };
  const lastOne = async () => take((await client.suggest.licensees({ text: '' }))[0]);
  useShortcut('F4', () => void lastOne().catch(() => undefined), { enabled: statutory });
  const focus = (name: string) => ({ name, onFocus: () => onFocus(name), onBlur });

  return (
    <>
      <div className={css.groupHead}>
        <h2>Where it came from</h2>
        <span className={css.fill} />
        {statutory ? (
          <>
            <SegmentedControl
              aria-label="Acquired from"
              size="sm"
              value={from}
              onChange={(value) => onChange((e) => ({ ...e, from: value as Entry['from'] }))}
              data={[
                { value: 'licensee', label: 'From a licensee' },
                { value: 'person', label: 'From a person' },
              ]}
            />
            <Button
              variant="subtle"
              size="compact-sm"
              onClick={() => void lastOne().catch(() => undefined)}
              rightSection={<Keys combo="F4" />}
              aria-keyshortcuts={ariaKeys('F4')}
            >
              Last licensee
            </Button>
          </>
        ) : null}
      </div>
      <div className={css.two}>
        <DateField
          label="Date acquired"
          value={draft.acquiredOn}
          onChange={(acquiredOn) => set({ acquiredOn })}
          today={today}
          {...focus('acquiredOn')}
          {...signProps(findings, 'acquiredOn')}
        />
        {from === 'licensee' ? (
          <LicenseeField
            label="Name of the licensee"
            value={draft.acquiredFrom}
            onChange={(acquiredFrom) => set({ acquiredFrom })}
            onPick={take}
            {...focus('acquiredFrom')}
            {...signProps(findings, 'acquiredFrom')}
          />
        ) : statutory ? (
          <TextInput
            label="Full name of the person"
            value={draft.acquiredFrom}
            onChange={(event) => set({ acquiredFrom: event.currentTarget.value })}
            autoComplete="off"
            maxLength={400}
            {...focus('acquiredFrom')}
            {...signProps(findings, 'acquiredFrom')}
          />
        ) : (
          <Suggest
            label="From whom"
            options={sources}
            value={draft.acquiredFrom}
            onChange={(acquiredFrom: string) => set({ acquiredFrom })}
            maxLength={400}
            {...focus('acquiredFrom')}
            {...signProps(findings, 'acquiredFrom')}
          />
        )}
      </div>
      <div className={from === 'licensee' ? css.two : css.wide}>
        {from === 'licensee' ? (
          <LicenceField
            label="Licence number"
            value={draft.acquiredFromLicence}
            onChange={(acquiredFromLicence) => set({ acquiredFromLicence })}
            {...focus('acquiredFromLicence')}
            {...signProps(findings, 'acquiredFromLicence')}
          />
        ) : null}
        <TextInput
          label={statutory ? (from === 'licensee' ? 'Address, if wanted' : 'Address of residence') : 'Address'}
          placeholder="Street, city, state, ZIP"
          value={draft.acquiredFromAddress}
          onChange={(event) => set({ acquiredFromAddress: event.currentTarget.value })}
          autoComplete="off"
          maxLength={400}
          {...focus('acquiredFromAddress')}
          {...signProps(findings, 'acquiredFromAddress')}
        />
      </div>
      <TextInput
        label="Note, if any"
        value={draft.note}
        onChange={(event) => set({ note: event.currentTarget.value })}
        autoComplete="off"
        maxLength={2400}
        {...focus('note')}
        {...signProps(findings, 'note')}
      />
    </>
  );
};
