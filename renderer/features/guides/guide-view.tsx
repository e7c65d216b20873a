import { Panel } from '../../ui/page.tsx';
import type { ShownGuide } from './content.ts';
import { Drawing } from './drawing.tsx';
import css from './guides.module.css';
import { Facts, Marks } from './marks.tsx';

/** One guide: the drawing large, its marks in words, and what the rules say. */
export const GuideView = ({ shown }: { shown: ShownGuide }) => (
  <div className={css.view}>
    <div className={css.plate}>
      <Drawing shown={shown} />
    </div>
    <Panel title="The numbers on it">
      <Marks guide={shown.guide} />
    </Panel>
    <Panel title="What the rules say">
      <Facts guide={shown.guide} />
    </Panel>
  </div>
);
