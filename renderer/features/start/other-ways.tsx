import { Button } from '@mantine/core';
import { KeyIcon } from '../../ui/icons.ts';
import { SECRET_KINDS, type SecretKind } from './secret-field.tsx';

const WAYS: Readonly<Record<SecretKind, string>> = {
  passphrase: 'Use the passphrase instead',
  recovery: 'Use the recovery key instead',
  custodians: 'Use two custodians’ parts instead',
};

/** The other secrets that open a ledger. */
export const OtherWays = ({
  kind,
  disabled,
  onChoose,
}: {
  kind: SecretKind;
  disabled: boolean;
  onChoose: (kind: SecretKind) => void;
}) => (
  <>
    {SECRET_KINDS.filter((other) => other !== kind).map((other) => (
      <Button
        key={other}
        variant="subtle"
        leftSection={<KeyIcon size={18} stroke={1.5} aria-hidden="true" />}
        disabled={disabled}
        onClick={() => onChoose(other)}
      >
        {WAYS[other]}
      </Button>
    ))}
  </>
);
