import { Button } from '@mantine/core';
import type { ScanReading } from '../../shared/serials/scan.ts';
import css from './serial-list.module.css';

type Props = { scan: ScanReading; value: string; onTake: (text: string) => void };

/** What a barcode said, and its other reading where a first letter may or may not belong to the number. */
export const ScannedNote = ({ scan, value, onTake }: Props) => (
  <div className={css.scanned} role="status">
    <p>Scanned. {scan.note}</p>
    {scan.alternative && scan.alternative !== value ? (
      <Button size="compact-sm" variant="default" onClick={() => onTake(scan.alternative!)}>
        Take {scan.alternative} instead
      </Button>
    ) : null}
  </div>
);
