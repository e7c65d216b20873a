import { Tooltip } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import {
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
import css from './frame.module.css';

const PAGES = [
  { href: '/', label: 'Home', icon: HomeIcon, keys: 'Alt+1' },
  { href: '/book', label: 'Book', icon: BookIcon, keys: 'Alt+2' },
  { href: '/import', label: 'Import', icon: ImportIcon, keys: 'Alt+3' },
  { href: '/guides', label: 'Guides', icon: GuidesIcon, keys: 'Alt+4' },
  { href: '/reports', label: 'Reports', icon: ReportsIcon, keys: 'Alt+5' },
  { href: '/trail', label: 'Trail', icon: TrailIcon, keys: 'Alt+6' },
  { href: '/check', label: 'Check', icon: CheckIcon, keys: 'Alt+7' },
  { href: '/help', label: 'Help', icon: HelpIcon, keys: 'Alt+8' },
  { href: '/set-up', label: 'Set-up', icon: SetupIcon, keys: 'Alt+9' },
] as const;

const isAt = (location: string, href: string): boolean =>
  href === '/'
    ? location === '/'
    : location.startsWith(href) || (href === '/book' && /^\/(acquire|compare)/.test(location));

const Entry = ({ page, here }: { page: (typeof PAGES)[number]; here: boolean }) => {
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

/** The pages, each with its shortcut. */
export const Rail = () => {
  const [location, navigate] = useLocation();
  useShortcut('Alt+A', () => navigate('/acquire'));
  return (
    <nav aria-label="Pages" className={css.rail}>
      <div className={css.brand}>Rollmark</div>
      {PAGES.map((page) => (
        <Entry key={page.href} page={page} here={isAt(location, page.href)} />
      ))}
    </nav>
  );
};
