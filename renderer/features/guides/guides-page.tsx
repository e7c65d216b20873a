import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { isGuideId } from '../../../shared/guides/guide.ts';
import { findGuides, typesOf } from '../../../shared/guides/lookup.ts';
import { GuidesIcon, SearchIcon } from '../../ui/icons.ts';
import { Page } from '../../ui/page.tsx';
import { Empty } from '../../ui/states.tsx';
import { GUIDES, guideOf, type ShownGuide } from './content.ts';
import { Drawing } from './drawing.tsx';
import { GuideView } from './guide-view.tsx';
import css from './guides.module.css';
import { OwnWindow } from './own-window.tsx';

const Card = ({ shown }: { shown: ShownGuide }) => (
  <li className={css.card}>
    <Drawing shown={shown} decorative />
    <h2>
      <Link href={`/guides/${shown.guide.id}`}>{shown.guide.title}</Link>
    </h2>
    <p className="dim">{typesOf(shown.guide.id).join(', ')}</p>
  </li>
);

const Shelf = () => {
  const [text, setText] = useState('');
  const all = GUIDES.map((shown) => shown.guide);
  const found = findGuides(all, text).map((guide) => guideOf(guide.id));
  return (
    <Page
      title="Guides"
      heading="Where is the number?"
      lead="Which number on a firearm is the one for the book, and which only look like it."
    >
      <TextInput
        className={css.find ?? ''}
        label="Find a guide"
        placeholder="rifle, suppressor, grip …"
        type="search"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        leftSection={<SearchIcon size={18} stroke={1.5} aria-hidden="true" />}
      />
      <p role="status" className="unseen">
        {text.trim() === '' ? '' : `${found.length} ${found.length === 1 ? 'guide' : 'guides'}`}
      </p>
      {found.length > 0 ? (
        <ul className={css.shelf}>
          {found.map((shown) => (
            <Card key={shown.guide.id} shown={shown} />
          ))}
        </ul>
      ) : (
        <Empty
          icon={<GuidesIcon size={40} stroke={1.25} />}
          title="No guide has these words."
          actions={
            <>
              <Button variant="default" onClick={() => setText('')}>
                Show all guides
              </Button>
              <Button component={Link} href="/guides/firearm" variant="default">
                {guideOf('firearm').guide.title}
              </Button>
            </>
          }
        >
          Try a shorter word, or the kind of thing: pistol, rifle, receiver.
        </Empty>
      )}
    </Page>
  );
};

/** All guides with a search, or the one whose id the address names. */
export const GuidesPage = ({ guide }: { guide?: string | undefined }) => {
  if (guide === undefined) return <Shelf />;
  if (!isGuideId(guide)) {
    return (
      <Page title="Guides">
        <Empty title="There is no such guide." actions={<Link href="/guides">All guides</Link>}>
          The address may be mistyped.
        </Empty>
      </Page>
    );
  }
  const shown = guideOf(guide);
  return (
    <Page
      key={guide}
      title={shown.guide.title}
      lead={shown.guide.where}
      actions={
        <>
          <OwnWindow guide={guide} />
          <Button component={Link} href="/guides" variant="default">
            All guides
          </Button>
        </>
      }
    >
      <GuideView shown={shown} />
    </Page>
  );
};
