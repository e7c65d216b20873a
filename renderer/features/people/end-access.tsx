import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { accessChanged } from '../../app/query.ts';
import { client } from '../../bridge/client.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { Notice } from '../../ui/meaning.tsx';
import css from './people.module.css';
import type { Person } from './person.ts';

type FormProps = { person: Person; onClose: () => void; onDone: (said: string) => void };

const Form = ({ person, onClose, onDone }: FormProps) => {
  const end = useMutation({
    mutationFn: () => client.users.remove({ id: person.id }),
    onSuccess: async () => {
      await accessChanged();
      onDone(`The access of ${person.name} has ended`);
    },
  });
  return (
    <div className={css.form}>
      <p>
        The passphrase of {person.name} opens this ledger no more. What they did stays in the trail, under their name.
      </p>
      <p>
        Copies of the ledger made before still open with it. If {person.name} has one, what is in it can still be read.
      </p>
      {end.error ? <Notice meaning="stop" title={sentenceOf(end.error)} live /> : null}
      <div className="rm-dialog-actions">
        <Button variant="default" onClick={onClose} data-autofocus>
          Keep it
        </Button>
        <Button color="red" onClick={() => end.mutate()} loading={end.isPending}>
          End the access
        </Button>
      </div>
    </div>
  );
};

type Props = Omit<FormProps, 'person'> & { person: Person | undefined };

/** Ends somebody's access, once it was said what that does and does not do. */
export const EndAccessDialog = ({ person, ...props }: Props) => (
  <Modal
    opened={person !== undefined}
    onClose={props.onClose}
    title={person ? `End the access of ${person.name}?` : ''}
    size="md"
    closeButtonProps={{ 'aria-label': 'Close' }}
  >
    {person ? <Form key={person.id} person={person} {...props} /> : null}
  </Modal>
);
