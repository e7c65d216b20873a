import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Fragment, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { visible } from '../../../shared/domain/findings.ts';
import { api } from '../../bridge/client.ts';
import { sentenceOf } from '../../bridge/errors.ts';
import { SearchIcon } from '../../ui/icons.ts';
import { ariaKeys, Keys, useShortcut } from '../../ui/keys.tsx';
import { Marked } from '../../ui/marked.tsx';
import { StatusTag } from '../../ui/status.tsx';
import { type BookLine, useMay } from '../ledger.tsx';
import { linePath } from '../paths.ts';
import css from './frame.module.css';

const LIMIT = 30;
/** How long after the last key it searches, in milliseconds. */
const AS_TYPED = 60;
/** Each search of an inspector is written into the trail: it waits for the word, instead of recording every letter. */
const WHEN_TYPED = 600;

/** Texts one after the other: one that runs from right to left moves none of the others. */
const Joined = ({ texts, by, query }: { texts: readonly string[]; by: string; query: string }) =>
  texts.filter(Boolean).map((text, n) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the texts have no identity but their place
    <Fragment key={n}>
      {n > 0 ? by : null}
      <bdi>
        <Marked text={text} query={query} />
      </bdi>
    </Fragment>
  ));

const Found = ({ line, text }: { line: BookLine; text: string }) => (
  <Combobox.Option value={`${line.book} ${line.line}`}>
    <span className={css.option}>
      <span className={`mono ${css.serial}`} title={line.serial}>
        <Marked text={line.serial} query={text} />
      </span>
      <span>
        <Joined texts={[line.manufacturer, line.model, line.importer]} by=" · " query={text} />
        <span className="dim">
          {' '}
          <Joined texts={[line.acquiredFrom, line.disposedTo]} by=" → " query={text} />
        </span>
      </span>
      <StatusTag status={line.status} />
      <span className={`mono ${css.lineNo}`}>{line.line.toLocaleString('en-US')}</span>
    </span>
  </Combobox.Option>
);

/** Finds any line by any fragment of a serial, maker, model or name, as it is typed. */
export const Search = () => {
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const may = useMay();
  const [asked] = useDebouncedValue(text.trim(), may('look') ? AS_TYPED : WHEN_TYPED);
  const input = useRef<HTMLInputElement>(null);
  const combobox = useCombobox();
  const found = useQuery(
    api.book.search.queryOptions({
      input: { text: asked, limit: LIMIT },
      enabled: asked !== '',
      placeholderData: keepPreviousData,
    }),
  );
  useShortcut('Ctrl+K', () => {
    input.current?.focus();
    input.current?.select();
  });
  const data = asked === '' ? undefined : found.data;
  // The first line found is what Enter opens.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the store is stable, the data is what matters
  useEffect(() => {
    if (data) combobox.selectFirstOption();
  }, [data]);
  const lookAlikes = data?.lookAlikes ?? [];
  const nothing = data && data.lines.length === 0 && lookAlikes.length === 0;

  return (
    <search className={css.search}>
      <Combobox
        store={combobox}
        width={840}
        position="bottom-start"
        onOptionSubmit={(line) => {
          combobox.closeDropdown();
          setText('');
          input.current?.blur();
          const [book, number] = line.split(' ');
          navigate(linePath({ book: book!, line: Number(number) }));
        }}
      >
        <Combobox.Target withExpandedAttribute>
          <TextInput
            ref={input}
            type="text"
            role="combobox"
            aria-label="Search everything"
            aria-keyshortcuts={ariaKeys('Ctrl+K')}
            placeholder="Search by serial, maker, model or name"
            autoComplete="off"
            spellCheck={false}
            maxLength={200}
            leftSection={<SearchIcon size={18} stroke={1.5} aria-hidden="true" />}
            rightSection={<Keys combo="Ctrl+K" />}
            rightSectionWidth={72}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              combobox.openDropdown();
            }}
            onFocus={() => combobox.openDropdown()}
            onBlur={() => combobox.closeDropdown()}
            onKeyDown={(event) => {
              if (event.key === 'Escape') {
                if (text === '') input.current?.blur();
                setText('');
              }
            }}
          />
        </Combobox.Target>
        <Combobox.Dropdown hidden={asked === '' || (!data && !found.error)}>
          <Combobox.Options mah={440} style={{ overflowY: 'auto' }} aria-label="Lines found">
            {data?.lines.map((line) => (
              <Found key={`${line.book} ${line.line}`} line={line} text={asked} />
            ))}
            {lookAlikes.length > 0 ? (
              <Combobox.Group label="Easily misread for it">
                {lookAlikes.map((line) => (
                  <Found key={`${line.book} ${line.line}`} line={line} text="" />
                ))}
              </Combobox.Group>
            ) : null}
            {nothing ? (
              <Combobox.Empty>
                No line holds “<bdi>{visible(asked)}</bdi>”.
              </Combobox.Empty>
            ) : null}
            {found.error ? <Combobox.Empty>{sentenceOf(found.error)}</Combobox.Empty> : null}
          </Combobox.Options>
          {data?.more ? (
            <Combobox.Footer>
              <div className={css.foot}>The newest {LIMIT} are shown. Type more to narrow it down.</div>
            </Combobox.Footer>
          ) : null}
        </Combobox.Dropdown>
      </Combobox>
      <span className="unseen" role="status">
        {data ? `${data.lines.length}${data.more ? ' or more' : ''} lines found` : ''}
      </span>
    </search>
  );
};
