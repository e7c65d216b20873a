import type { GuideId, Mark } from '../../../shared/guides/guide.ts';
import { Panel } from '../../ui/page.tsx';
import { guideOf } from './content.ts';
import { Drawing } from './drawing.tsx';
import css from './guides.module.css';
import { Facts, Lines, Marks, NotSerial } from './marks.tsx';

/** One guide: the drawing large, its marks in words, what is not the number, how to read and show it, the rules. */
export const GuideView = ({ guide: id, onRead }: { guide: GuideId; onRead?: ((mark: Mark) => void) | undefined }) => {
  const guide = guideOf(id);
  return (
    <div className={css.view}>
      <div className={css.plate}>
        <Drawing guide={id} onRead={onRead} />
      </div>
      <div className={css.stack}>
        <Panel title="The numbers on it">
          <Marks guide={guide} onRead={onRead} />
        </Panel>
        <Panel title="What the rules say">
          <Facts facts={guide.facts} />
        </Panel>
      </div>
      <div className={css.stack}>
        <Panel title="What is not the serial number">
          <NotSerial guide={guide} />
        </Panel>
        <Panel title="If the mark is worn">
          <Lines lines={guide.worn} />
          <p className={css.aside}>From common practice; no rule asks for it.</p>
        </Panel>
        <Panel title="Photos to take">
          <Lines lines={guide.photos} />
        </Panel>
      </div>
    </div>
  );
};
