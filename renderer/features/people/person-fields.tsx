import { TextInput } from '@mantine/core';
import { addDays } from '../../../shared/domain/dates.ts';
import { ROLES } from '../../../shared/domain/roles.ts';
import { useLedger } from '../../app/ledger.tsx';
import { Chips } from '../../ui/chips.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { errorNote } from '../../ui/finding.tsx';
import css from './people.module.css';
import { OFFERED, type Problems, type Wanted } from './person.ts';

/** Days that are asked for most, by how far ahead they are. */
const SOON = [
  ['Today', 0],
  ['In a week', 7],
  ['In 30 days', 30],
] as const;

type Props = {
  wanted: Wanted;
  onChange: (wanted: Wanted) => void;
  problems: Problems;
  /** Why the role stays as it is; absent: it is chosen. */
  roleStays?: string | undefined;
};

const Until = ({ wanted, onChange, problems }: Props) => {
  const { today } = useLedger();
  const set = (until: string) => onChange({ ...wanted, until });
  return (
    <div>
      <DateField
        label={wanted.role === 'inspector' ? 'Last day' : 'Last day, if any'}
        value={wanted.until}
        onChange={set}
        today={today}
        ahead
        error={errorNote(problems.until)}
      />
      <Chips
        label="Days to choose from"
        choices={SOON.map(([label, days]) => ({ value: addDays(today, days), label }))}
        value={wanted.until}
        onChoose={set}
      />
    </div>
  );
};

/** Who somebody is in this ledger: name, role, and the last day of their access. */
export const PersonFields = (props: Props) => {
  const { wanted, onChange, problems, roleStays } = props;
  const { books } = useLedger();
  // There is nothing for an inspector to see where no book is the law's.
  const offered = OFFERED.filter(
    (role) => role !== 'inspector' || wanted.role === role || books.some(({ kind }) => kind === 'statutory'),
  );
  return (
    <>
      <TextInput
        label="Name"
        description="The trail writes it beside what they do."
        value={wanted.name}
        onChange={(event) => onChange({ ...wanted, name: event.currentTarget.value })}
        error={errorNote(problems.name)}
        maxLength={100}
        autoComplete="off"
        data-autofocus
      />
      {roleStays ? (
        <p>
          <strong>{ROLES[wanted.role].label}.</strong> {roleStays}
        </p>
      ) : (
        <fieldset className={css.roles}>
          <legend>Role</legend>
          {offered.map((role) => (
            <label key={role} data-chosen={role === wanted.role || undefined}>
              <input
                type="radio"
                name="role"
                value={role}
                checked={role === wanted.role}
                onChange={() => onChange({ ...wanted, role })}
              />
              <span className={css.role}>
                <strong>{ROLES[role].label}</strong>
                <span>{ROLES[role].may}</span>
              </span>
            </label>
          ))}
          {problems.role ? (
            <div role="alert" className={css.stops}>
              {errorNote(problems.role)}
            </div>
          ) : null}
        </fieldset>
      )}
      {wanted.role === 'owner' ? null : <Until {...props} />}
    </>
  );
};
