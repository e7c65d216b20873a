import { Button, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { GuideCategory } from '../../../shared/guides/guide.ts';
import { findHelp, type Help, placeCategories } from '../../../shared/guides/help.ts';
import { SearchIcon } from '../../ui/icons.ts';
import { Page, Panel } from '../../ui/page.tsx';
import { Empty } from '../../ui/states.tsx';
import { guideOf, SHIPPED } from '../guides/content.ts';
import { Source } from '../guides/source.tsx';
import { useTop } from '../guides/use-top.ts';
import { HELP } from './content.ts';
import css from './help.module.css';
import { Places } from './places.tsx';
import { PLACES } from './places-for.ts';

const CATEGORY_WORDS: Readonly<Record<GuideCategory, string>> = {
  firearm: 'Firearms',
  vehicle: 'Vehicles and boats',
  tool: 'Tools',
  electronics: 'Phones and electronics',
  appliance: 'Appliances',
};

/** Brings an answer into view and puts the focus on its question. */
const goTo = (id: string): void => {
  const heading = document.getElementById(`help-${id}`);
  heading?.scrollIntoView({ block: 'start' });
  heading?.focus({ preventScroll: true });
};

const Answer = ({ help }: { help: Help }) => {
  const guides = help.guides.filter((id) => SHIPPED.includes(id));
  return (
    <article className={css.answer}>
      <h2 id={`help-${help.id}`} tabIndex={-1}>
        {help.question}
      </h2>
      {help.answer.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      <Source of={help} about={help.question} />
      {guides.length > 0 ? (
        <p className={css.guides}>
          Guides:{' '}
          {guides.map((id, n) => (
            <span key={id}>
              {n > 0 ? ', ' : ''}
              <Link href={`/guides/${id}`}>{guideOf(id).title}</Link>
            </span>
          ))}
        </p>
      ) : null}
    </article>
  );
};

const Contents = ({ found }: { found: readonly Help[] }) => (
  <nav aria-label="Questions" className={css.contents}>
    <ul>
      {found.map((help) => (
        <li key={help.id}>
          <button type="button" onClick={() => goTo(help.id)}>
            {help.question}
          </button>
        </li>
      ))}
      <li>
        <button type="button" onClick={() => goTo('places')}>
          Where to ask
        </button>
      </li>
    </ul>
  </nav>
);

const Directory = () => {
  return (
    <section aria-labelledby="help-places" className={css.directory}>
      <h2 id="help-places" tabIndex={-1}>
        Where to ask
      </h2>
      <p className="dim">
        Official places, as text: Rollmark opens nothing and sends nothing. Addresses and numbers are from memory unless
        a line says otherwise, and they change; look them up before you rely on them.
      </p>
      <div className={css.columns}>
        {placeCategories(PLACES).map((category) => (
          <Panel key={category} title={CATEGORY_WORDS[category]}>
            <Places places={PLACES.filter((place) => place.category === category)} />
          </Panel>
        ))}
        <Panel title="For everything">
          <Places places={PLACES.filter((place) => place.category === 'any')} />
        </Panel>
      </div>
    </section>
  );
};

/**
 * Plain answers to what people ask about serial numbers, with a search, and where to ask further.
 *
 * @param question the id of an answer to begin at
 */
export const AnswersPage = ({ question }: { question?: string | undefined }) => {
  const [text, setText] = useState('');
  const arrived = useRef(false);
  useTop();
  const found = findHelp(HELP, text);
  useEffect(() => {
    if (arrived.current || question === undefined) return;
    arrived.current = true;
    goTo(question);
  }, [question]);
  return (
    <Page
      title="Help"
      heading="Questions about serial numbers"
      lead="Plain answers, each with where it comes from and how sure it is. None of it is legal advice."
      focusHeading={question === undefined}
    >
      <TextInput
        className={css.find ?? ''}
        label="Find an answer"
        placeholder="VIN, batch, worn, stolen …"
        type="search"
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        leftSection={<SearchIcon size={18} stroke={1.5} aria-hidden="true" />}
      />
      <p role="status" className="unseen">
        {text.trim() === '' ? '' : `${found.length} ${found.length === 1 ? 'answer' : 'answers'}`}
      </p>
      <div className={css.page}>
        <Contents found={found} />
        <div className={css.answers}>
          {found.length > 0 ? (
            found.map((help) => <Answer key={help.id} help={help} />)
          ) : (
            <Empty
              title="No answer has these words."
              actions={
                <Button variant="default" onClick={() => setText('')}>
                  Show all answers
                </Button>
              }
            >
              Try a shorter word, or look at the guides: each says what is not the serial number.
            </Empty>
          )}
        </div>
      </div>
      <Directory />
    </Page>
  );
};
