import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { showDate } from '../../../shared/domain/dates.ts';
import { ROLES } from '../../../shared/domain/roles.ts';
import { useLedger, useMay } from '../../app/ledger.tsx';
import { type Density, setDensity, useDensity } from '../../app/preferences.ts';
import { api } from '../../bridge/client.ts';
import { Page, Panel } from '../../ui/page.tsx';
import { PeoplePanel } from '../people/people-panel.tsx';
import { KeychainUnlock } from './keychain.tsx';
import { Keys } from './keys.tsx';
import { LedgerFacts } from './ledger-facts.tsx';
import { OwnPassphrase } from './passphrase.tsx';
import css from './setup.module.css';

const Row = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className={css.row}>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

const Appearance = () => {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const density = useDensity();
  return (
    <Panel title="Appearance">
      <div className={css.looks}>
        <div>
          <h3>Light or dark</h3>
          <SegmentedControl
            aria-label="Light or dark"
            value={colorScheme}
            onChange={(value) => setColorScheme(value as 'light' | 'dark' | 'auto')}
            data={[
              { value: 'auto', label: 'As the system' },
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ]}
          />
        </div>
        <div>
          <h3>Density</h3>
          <SegmentedControl
            aria-label="Density"
            value={density}
            onChange={(value) => setDensity(value as Density)}
            data={[
              { value: 'comfortable', label: 'Comfortable' },
              { value: 'compact', label: 'Compact' },
            ]}
          />
        </div>
      </div>
    </Panel>
  );
};

const About = () => {
  const { ledger, folder } = useLedger();
  const info = useQuery(api.host.info.queryOptions({ staleTime: Number.POSITIVE_INFINITY }));
  return (
    <Panel title="About">
      <dl className={css.facts}>
        <Row label="Rollmark">
          {info.data
            ? `Version ${info.data.version}, ${info.data.kind === 'electron' ? 'as an app' : 'in a browser window'}`
            : ''}
        </Row>
        <Row label="Ledger">
          <span className="mono">{ledger}</span>
        </Row>
        <Row label="Folder">
          <span className="mono">{folder}</span>
          <p className="dim">Copying this folder copies everything in it; it stays encrypted.</p>
        </Row>
        <Row label="Network">Rollmark asks nothing of it and sends nothing over it.</Row>
      </dl>
    </Panel>
  );
};

/** Who one is in this ledger, for those who set nothing up: their role, how long it lasts, and their passphrase. */
const You = () => {
  const { user } = useLedger();
  const { label, may } = ROLES[user.role];
  return (
    <Panel title={user.name}>
      <div className={css.form}>
        <p>
          {label}: {may}
          {user.until ? ` Your last day is ${showDate(user.until)}.` : ''}
        </p>
        <OwnPassphrase />
        <KeychainUnlock />
      </div>
    </Panel>
  );
};

/** The shop, the people, the keys, and how it looks. For who is no owner: their passphrase, and how it looks. */
export const Setup = () =>
  useMay()('own') ? (
    <Page title="Set-up">
      <PeoplePanel />
      <div className={css.columns}>
        <LedgerFacts />
        <div className={css.side}>
          <Keys />
          <Appearance />
          <About />
        </div>
      </div>
    </Page>
  ) : (
    <Page title="Set-up" lead="The shop, its books, people and keys are set up by an owner.">
      <div className={css.columns}>
        <You />
        <div className={css.side}>
          <Appearance />
          <About />
        </div>
      </div>
    </Page>
  );
