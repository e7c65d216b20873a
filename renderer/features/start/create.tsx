import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { TemplateId } from '../../../shared/domain/settings.ts';
import { api, client } from '../../bridge/client.ts';
import { codeOf, sentenceOf } from '../../bridge/errors.ts';
import { Ask } from '../../ui/ask.tsx';
import { errorNote } from '../../ui/finding.tsx';
import { focusInvalid } from '../../ui/focus-field.ts';
import { isForDialog } from '../../ui/keys.tsx';
import { Notice } from '../../ui/meaning.tsx';
import { listIsOpen } from '../../ui/suggest.tsx';
import { folderNameFor, folderProblem } from './folder-name.ts';
import {
  NEW_PASSPHRASE,
  type NewPassphrase,
  NewPassphraseFields,
  passphraseProblem,
  repeatProblem,
} from './new-passphrase.tsx';
import { ShowRecoveryKey, TypeBack } from './recovery.tsx';
import { emptyShop, ShopFields, shopProblems, tidyShop } from './shop-fields.tsx';
import css from './start.module.css';
import { TemplateChoice } from './template-choice.tsx';

const STEPS = ['What it is for', 'You and your passphrase', 'The recovery key', 'Try it'] as const;

/** Makes a ledger: the shop, the passphrase, the recovery key shown once and read back in part. */
export const CreateLedger = ({ onBack, onDone }: { onBack: () => void; onDone: () => void }) => {
  const [step, setStep] = useState(0);
  const [tried, setTried] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const [template, setTemplate] = useState<TemplateId>('dealer');
  const [shop, setShop] = useState(emptyShop);
  const [user, setUser] = useState('');
  const [folder, setFolder] = useState<string>();
  const [passphrase, setPassphrase] = useState<NewPassphrase>(NEW_PASSPHRASE);
  const heading = useRef<HTMLHeadingElement>(null);
  const info = useQuery(api.host.info.queryOptions({ staleTime: Number.POSITIVE_INFINITY }));
  const folderName = folder ?? folderNameFor(shop.name);

  const create = useMutation({
    mutationFn: () =>
      client.ledger.create({
        folderName: folderName.trim(),
        settings: { template, ...tidyShop(shop) },
        passphrase: passphrase.value,
        user: user.trim(),
      }),
    onSuccess: () => {
      // The passphrase has done its work; nothing of it stays in the page.
      setPassphrase(NEW_PASSPHRASE);
      go(2);
    },
  });
  const go = (next: number) => {
    setTried(false);
    setStep(next);
  };
  useEffect(() => {
    document.title = `Create a ledger · Rollmark`;
    if (step > 0) heading.current?.focus();
  }, [step]);

  const words = create.data?.recoveryKey.trim().split(/\s+/) ?? [];
  const folderError = folderProblem(folderName);
  const next = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (step === 0 && Object.keys(shopProblems(shop)).length === 0) go(1);
    else if (
      step === 1 &&
      user.trim() !== '' &&
      !folderError &&
      !passphraseProblem(passphrase) &&
      !repeatProblem(passphrase)
    )
      create.mutate();
    else focusInvalid(document.querySelector('form'));
  };
  const touched = shop.name !== '' || shop.licence !== '' || shop.premises !== '' || passphrase.value !== '';
  const back = () => (step === 1 ? go(0) : touched ? setLeaving(true) : onBack());
  const exists = codeOf(create.error) === 'LEDGER_EXISTS';

  return (
    <main className={css.door}>
      <div className={css.maker}>
        <header className={css.makerHead}>
          <h1 ref={heading} tabIndex={-1}>
            Create a ledger
          </h1>
          <ol className={css.steps} aria-label="Steps">
            {STEPS.map((name, n) => (
              <li key={name} {...(n === step ? { 'aria-current': 'step' as const } : {})}>
                <span className={css.num} aria-hidden="true">
                  {n + 1}
                </span>
                {name}
              </li>
            ))}
          </ol>
        </header>
        {step < 2 ? (
          <form
            onSubmit={next}
            noValidate
            onKeyDown={(event) => {
              if (event.key === 'Escape' && !isForDialog() && !listIsOpen(event.target)) back();
            }}
          >
            <div className={css.makerBody}>
              {step === 0 ? (
                <>
                  <TemplateChoice template={template} onChange={setTemplate} />
                  <ShopFields template={template} shop={shop} onChange={setShop} tried={tried} autoFocus />
                </>
              ) : null}
              {step === 1 ? (
                <>
                  <div className={css.two}>
                    <TextInput
                      label="Your name"
                      description="The trail says who did what."
                      value={user}
                      onChange={(event) => setUser(event.currentTarget.value)}
                      error={tried && user.trim() === '' ? errorNote('Write your name.') : undefined}
                      maxLength={100}
                      autoComplete="off"
                      autoFocus
                    />
                    <TextInput
                      label="Name of the ledger’s folder"
                      description={info.data ? `In ${info.data.ledgersFolder}` : undefined}
                      value={folderName}
                      onChange={(event) => {
                        setFolder(event.currentTarget.value);
                        if (exists) create.reset();
                      }}
                      error={exists ? errorNote(sentenceOf(create.error)) : tried ? errorNote(folderError) : undefined}
                      maxLength={80}
                      autoComplete="off"
                      spellCheck={false}
                    />
                  </div>
                  <NewPassphraseFields
                    passphrase={passphrase}
                    onChange={setPassphrase}
                    others={[shop.name, user, shop.premises]}
                    tried={tried}
                  />
                  <Notice meaning="note" title="The passphrase is the only everyday key">
                    It is not stored anywhere. If it is forgotten, the recovery key on the next page opens the ledger.
                  </Notice>
                  {create.error && !exists ? <Notice meaning="stop" title={sentenceOf(create.error)} live /> : null}
                </>
              ) : null}
            </div>
            <footer className={css.makerFoot}>
              <Button variant="default" onClick={back}>
                {step === 0 ? 'Cancel' : 'Back'}
              </Button>
              <Button type="submit" loading={create.isPending}>
                {step === 0 ? 'Go on' : 'Create the ledger'}
              </Button>
            </footer>
          </form>
        ) : (
          <>
            <div className={css.makerBody}>
              {step === 2 ? (
                <ShowRecoveryKey words={words} ledger={shop.name.trim()} />
              ) : (
                <TypeBack
                  words={words}
                  whenWrong="Remove the ledger’s folder and create it again."
                  onBack={() => go(2)}
                  onDone={onDone}
                />
              )}
            </div>
            {step === 2 ? (
              <footer className={css.makerFoot}>
                <span />
                <Button onClick={() => go(3)}>I have written it down</Button>
              </footer>
            ) : null}
          </>
        )}
      </div>
      <Ask
        opened={leaving}
        title="Leave without creating the ledger?"
        keep="Stay"
        go="Leave"
        onKeep={() => setLeaving(false)}
        onGo={onBack}
      >
        What was typed here is lost.
      </Ask>
    </main>
  );
};
