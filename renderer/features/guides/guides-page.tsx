import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { type GuideId, isGuideId } from '../../../shared/guides/guide.ts';
import { Page } from '../../ui/page.tsx';
import { Empty } from '../../ui/states.tsx';
import { guideOf, SHIPPED } from './content.ts';
import { GuideView } from './guide-view.tsx';
import { OwnWindow } from './own-window.tsx';
import { PrintGuide } from './print-guide.tsx';
import { SaveGuide } from './save-guide.tsx';
import { Shelf } from './shelf.tsx';
import { useTop } from './use-top.ts';

/** One guide as a page of its own. */
const OneGuide = ({ guide }: { guide: GuideId }) => {
  useTop();
  const { title, where } = guideOf(guide);
  return (
    <Page
      title={title}
      lead={where}
      actions={
        <>
          <OwnWindow guide={guide} />
          <PrintGuide guide={guide} />
          <SaveGuide guide={guide} />
          <Button component={Link} href="/guides" variant="default">
            All guides
          </Button>
        </>
      }
    >
      <GuideView guide={guide} />
    </Page>
  );
};

/** All guides with a search, or the one whose id the address names. */
export const GuidesPage = ({ guide }: { guide?: string | undefined }) => {
  if (guide === undefined) return <Shelf />;
  if (!isGuideId(guide) || !SHIPPED.includes(guide)) {
    return (
      <Page title="Guides">
        <Empty title="There is no such guide." actions={<Link href="/guides">All guides</Link>}>
          The address may be mistyped.
        </Empty>
      </Page>
    );
  }
  return <OneGuide key={guide} guide={guide} />;
};
