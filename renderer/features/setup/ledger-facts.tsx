import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type LedgerStatus, useLedger } from '../../app/ledger.tsx';
import { queryClient } from '../../app/query.ts';
import { api, client } from '../../bridge/client.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { ariaKeys, isForDialog, Keys, useShortcut } from '../../ui/keys.tsx';
import { Notice } from '../../ui/meaning.tsx';
import { Panel } from '../../ui/page.tsx';
import { listIsOpen } from '../../ui/suggest.tsx';
import { type Shop, ShopFields, shopProblems, tidyShop } from '../start/shop-fields.tsx';
import { BookSettings } from './book-settings.tsx';
import css from './setup.module.css';

const shopOf = ({ template: _, ...shop }: LedgerStatus['settings']): Shop => ({
  ...shop,
  openDays: [...shop.openDays],
  books: shop.books?.map((book) => ({ ...book })),
});

/** What the ledger says of the shop. A change is an entry of the trail, with the old and the new. */
export const LedgerFacts = () => {
  const { settings } = useLedger();
  const [shop, setShop] = useState<Shop>(() => shopOf(settings));
  const [tried, setTried] = useState(false);
  const changed = JSON.stringify(tidyShop(shop)) !== JSON.stringify(tidyShop(shopOf(settings)));
  const save = useMutation({
    mutationFn: () => client.ledger.changeSettings(tidyShop(shop)),
    onSuccess: async (now) => {
      setShop(shopOf(now));
      setTried(false);
      await Promise.all(
        [api.ledger.status.key(), api.trail.key()].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      );
    },
  });
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    setTried(true);
    if (!changed || Object.keys(shopProblems(shop)).length > 0) return;
    save.mutate();
  };
  useShortcut('Ctrl+Enter', () => submit(), { enabled: changed });
  return (
    <Panel title={settings.template === 'owner' ? 'The owner' : 'The shop'}>
      <form
        className={css.form}
        onSubmit={submit}
        noValidate
        onKeyDown={(event) => {
          if (event.key === 'Escape' && changed && !isForDialog() && !listIsOpen(event.target))
            setShop(shopOf(settings));
        }}
      >
        <ShopFields
          template={settings.template}
          shop={shop}
          onChange={(next) => {
            setShop(next);
            if (save.status !== 'idle') save.reset();
          }}
          tried={tried}
        />
        <BookSettings
          books={shop.books ?? []}
          onChange={(books) => {
            setShop({ ...shop, books });
            if (save.status !== 'idle') save.reset();
          }}
        />
        {save.error ? <Notice meaning="stop" title={sentenceOf(save.error)} live /> : null}
        {save.isSuccess && !changed ? <Notice meaning="fine" title="Saved. The trail shows the change." live /> : null}
        <div className={css.ways}>
          <Button
            type="submit"
            disabled={!changed}
            loading={save.isPending}
            rightSection={<Keys combo="Ctrl+Enter" />}
            aria-keyshortcuts={ariaKeys('Ctrl+Enter')}
          >
            Save
          </Button>
          <Button variant="default" disabled={!changed} onClick={() => setShop(shopOf(settings))}>
            Undo the changes
          </Button>
        </div>
        <p className="dim">Lines already in the book keep what was written in them.</p>
      </form>
    </Panel>
  );
};
