import { Button, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import { Link } from 'wouter';
import { GUIDE_CATEGORIES, type GuideCategory, type GuideId } from '../../../shared/guides/guide.ts';
import { findGuides, typesOf } from '../../../shared/guides/lookup.ts';
import { GuidesIcon, SearchIcon } from '../../ui/icons.ts';
import { Page } from '../../ui/page.tsx';
import { Empty } from '../../ui/states.tsx';
import { guideOf, SHIPPED } from './content.ts';
import { Drawing } from './drawing.tsx';
import css from './guides.module.css';
import { useTop } from './use-top.ts';

const CATEGORY_WORDS: Readonly<Record<GuideCategory, string>> = {
  firearm: 'Firearms',
  vehicle: 'Vehicles',
  tool: 'Tools',
  electronics: 'Electronics',
  appliance: 'Appliances',
};

const Card = ({ guide }: { guide: GuideId }) => (
  <li className={css.card}>
    <Drawing guide={guide} decorative />
    <h3>
      <Link href={`/guides/${guide}`}>{guideOf(guide).title}</Link>
    </h3>
    <p className="dim">{typesOf(guide).join(', ')}</p>
  </li>
);

const Row = ({ category, guides }: { category: GuideCategory; guides: readonly GuideId[] }) => {
  const heading = useId();
  return (
    <section aria-labelledby={heading} className={css.row}>
      <h2 id={heading}>{CATEGORY_WORDS[category]}</h2>
      <ul className={css.shelf}>
        {guides.map((id) => (
          <Card key={id} guide={id} />
        ))}
      </ul>
    </section>
  );
};

/** All guides, category by category, with a search. */
export const Shelf = () => {
  useTop();
  const [text, setText] = useState('');
  const [only, setOnly] = useState<GuideCategory>();
  const found = findGuides(SHIPPED.map(guideOf), text).filter((guide) => !only || guide.category === only);
  const showAll = () => {
    setText('');
    setOnly(undefined);
  };
  return (
    <Page
      title="Guides"
      heading="Where is the number?"
      lead="Which number on a thing is the one for the book, and which only look like it."
    >
      <div className={css.finder}>
        <TextInput
          className={css.find ?? ''}
          label="Find a guide"
          placeholder="rifle, chainsaw, phone, plate …"
          type="search"
          maxLength={200}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          leftSection={<SearchIcon size={18} stroke={1.5} aria-hidden="true" />}
        />
        {/* biome-ignore lint/a11y/useSemanticElements: it is no form */}
        <div role="group" aria-label="Category" className={css.kinds}>
          <button type="button" aria-pressed={!only} onClick={() => setOnly(undefined)}>
            All
          </button>
          {GUIDE_CATEGORIES.map((category) => (
            <button key={category} type="button" aria-pressed={only === category} onClick={() => setOnly(category)}>
              {CATEGORY_WORDS[category]}
            </button>
          ))}
        </div>
      </div>
      <p role="status" className="unseen">
        {text.trim() === '' && !only ? '' : `${found.length} ${found.length === 1 ? 'guide' : 'guides'}`}
      </p>
      {found.length > 0 ? (
        GUIDE_CATEGORIES.map((category) => {
          const guides = found.filter((guide) => guide.category === category).map((guide) => guide.id);
          return guides.length > 0 ? <Row key={category} category={category} guides={guides} /> : null;
        })
      ) : (
        <Empty
          icon={<GuidesIcon size={40} stroke={1.25} />}
          title="No guide has these words."
          actions={
            <Button variant="default" onClick={showAll}>
              Show all guides
            </Button>
          }
        >
          Try a shorter word, or the kind of thing: pistol, trailer, drill, laptop, dryer.
        </Empty>
      )}
    </Page>
  );
};
