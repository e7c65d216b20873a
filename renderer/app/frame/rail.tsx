import { Tooltip } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import type { Need } from '../../../shared/domain/roles.ts';
import {
  BackupIcon,
  BookIcon,
  CheckIcon,
  GuidesIcon,
  HelpIcon,
  HomeIcon,
  ImportIcon,
  ReportsIcon,
  SetupIcon,
  TrailIcon,
} from '../../ui/icons.ts';
import { ariaKeys, Keys, useShortcut } from '../../ui/keys.tsx';
import { useMay } from '../ledger.tsx';
import css from './frame.module.css';

type PageEntry = { href: string; label: string; icon: typeof HomeIcon; keys: string; needs: Need };

/** A page keeps its shortcut whoever is at work: fingers remember it. */
const PAGES: readonly PageEntry[] = [
  { href: '/', label: 'Home', icon: HomeIcon, keys: 'Alt+1', needs: 'nothing' },
  { href: '/book', label: 'Book', icon: BookIcon, keys: 'Alt+2', needs: 'inspect' },
  { href: '/import', label: 'Import', icon: ImportIcon, keys: 'Alt+3', needs: 'write' },
  { href: '/guides', label: 'Guides', icon: GuidesIcon, keys: 'Alt+4', needs: 'nothing' },
  { href: '/reports', label: 'Reports', icon: ReportsIcon, keys: 'Alt+5', needs: 'inspect' },
  { href: '/trail', label: 'Trail', icon: TrailIcon, keys: 'Alt+6', needs: 'inspect' },
  { href: '/check', label: 'Check', icon: CheckIcon, keys: 'Alt+7', needs: 'look' },
  { href: '/help', label: 'Help', icon: HelpIcon, keys: 'Alt+8', needs: 'nothing' },
  { href: '/set-up', label: 'Set-up', icon: SetupIcon, keys: 'Alt+9', needs: 'look' },
  { href: '/backups', label: 'Backups', icon: BackupIcon, keys: 'Alt+0', needs: 'look' },
];

const isAt = (location: string, href: string): boolean =>
  href === '/'
    ? location === '/'
    : location.startsWith(href) || (href === '/book' && /^\/(acquire|compare)/.test(location));

const Entry = ({ page, here }: { page: PageEntry; here: boolean }) => {
  const [, navigate] = useLocation();
  useShortcut(page.keys, () => navigate(page.href));
  return (
    <Tooltip label={<Keys combo={page.keys} />} position="right">
      <Link
        href={page.href}
        aria-keyshortcuts={ariaKeys(page.keys)}
        {...(here ? { 'aria-current': 'page' as const } : {})}
      >
        <page.icon size={22} stroke={1.5} aria-hidden="true" />
        {page.label}
      </Link>
    </Tooltip>
  );
};

/** The pages that whoever is at work may open, each with its shortcut. */
export const Rail = () => {
  const [location, navigate] = useLocation();
  const may = useMay();
  useShortcut('Alt+A', () => navigate('/acquire'), { enabled: may('write') });
  return (
    <nav aria-label="Pages" className={css.rail}>
      <div className={css.brand}>Rollmark</div>
      {PAGES.filter(({ needs }) => may(needs)).map((page) => (
        <Entry key={page.href} page={page} here={isAt(location, page.href)} />
      ))}
    </nav>
  );
};
