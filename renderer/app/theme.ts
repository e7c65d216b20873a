import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/**
 * The one place where the app's look is decided. Warm greys, one accent (gun-blue), three meanings (stop, mind, fine);
 * an 8-point grid; 13 px is the smallest text. Components and style sheets use the `--rm-*` variables made here.
 */

type Palette = {
  page: string;
  surface: string;
  sunken: string;
  hover: string;
  line: string;
  lineStrong: string;
  text: string;
  dim: string;
  accent: string;
  accentText: string;
  accentSoft: string;
  stop: string;
  stopSoft: string;
  mind: string;
  mindSoft: string;
  fine: string;
  fineSoft: string;
  shadow: string;
};

const light: Palette = {
  page: '#f5f3ef',
  surface: '#fffefb',
  sunken: '#edeae4',
  hover: '#f0ede7',
  line: '#dcd7ce',
  lineStrong: '#8d867b',
  text: '#24211d',
  dim: '#5f5950',
  accent: '#2c4a6e',
  accentText: '#274466',
  accentSoft: '#e4ebf3',
  stop: '#9c2219',
  stopSoft: '#fbe9e6',
  mind: '#7a5000',
  mindSoft: '#faefd6',
  fine: '#2a6138',
  fineSoft: '#e6f1e6',
  shadow: '0 8px 24px rgba(36, 33, 29, 0.14)',
};

const dark: Palette = {
  page: '#191816',
  surface: '#22201d',
  sunken: '#141311',
  hover: '#2b2925',
  line: '#3a3732',
  lineStrong: '#7d766b',
  text: '#ece8e1',
  dim: '#b0a99d',
  accent: '#456b98',
  accentText: '#a3c0e2',
  accentSoft: '#25303e',
  stop: '#f29a8e',
  stopSoft: '#3c211d',
  mind: '#e9bd68',
  mindSoft: '#362a13',
  fine: '#92cc9f',
  fineSoft: '#1c3021',
  shadow: '0 8px 24px rgba(0, 0, 0, 0.5)',
};

/** Gun-blue, from a breath to nearly black. Shade 7 fills buttons in light, 6 in dark. */
const gunblue: MantineColorsTuple = [
  '#eef2f7',
  '#dbe4ee',
  '#bccbdd',
  '#97b0cc',
  '#6f91b8',
  '#5579a5',
  '#456b98',
  '#2c4a6e',
  '#223b58',
  '#172a40',
];

const warm: MantineColorsTuple = [
  '#f8f6f3',
  '#f0ede7',
  '#e6e2da',
  '#dcd7ce',
  '#c9c3b8',
  '#a9a297',
  '#8d867b',
  '#5f5950',
  '#3d3933',
  '#24211d',
];

const ember: MantineColorsTuple = [
  '#ece8e1',
  '#cfc9be',
  '#b0a99d',
  '#8f887c',
  '#544f47',
  '#3a3732',
  '#26241f',
  '#22201d',
  '#191816',
  '#141311',
];

const brick: MantineColorsTuple = [
  '#fbe9e6',
  '#f5cfc9',
  '#f2b5ac',
  '#f29a8e',
  '#dd6f61',
  '#c4483a',
  '#b02f23',
  '#9c2219',
  '#7d1a13',
  '#5c120d',
];

const SANS = "'IBM Plex Sans', system-ui, sans-serif";
const MONO = "'IBM Plex Mono', ui-monospace, monospace";
/** Everything that floats does so in under 150 ms; the library drops it where the system asks for less motion. */
const swift = { transitionProps: { duration: 90, transition: 'fade' } } as const;

export const theme = createTheme({
  primaryColor: 'gunblue',
  primaryShade: { light: 7, dark: 6 },
  colors: { gunblue, gray: warm, dark: ember, red: brick },
  white: light.surface,
  black: light.text,
  fontFamily: SANS,
  fontFamilyMonospace: MONO,
  respectReducedMotion: true,
  cursorType: 'pointer',
  defaultRadius: 'sm',
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  spacing: { xs: '4px', sm: '8px', md: '16px', lg: '24px', xl: '32px' },
  fontSizes: { xs: '13px', sm: '14px', md: '15px', lg: '17px', xl: '20px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  headings: {
    fontFamily: SANS,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '22px', lineHeight: '1.3' },
      h2: { fontSize: '16px', lineHeight: '1.4' },
      h3: { fontSize: '14px', lineHeight: '1.45' },
      h4: { fontSize: '14px', lineHeight: '1.45' },
      h5: { fontSize: '13px', lineHeight: '1.45' },
      h6: { fontSize: '13px', lineHeight: '1.45' },
    },
  },
  shadows: { md: 'var(--rm-shadow)', lg: 'var(--rm-shadow)', xl: 'var(--rm-shadow)' },
  components: {
    // The page never scrolls as a whole, so a dialog has nothing to lock.
    Modal: {
      defaultProps: {
        lockScroll: false,
        centered: true,
        radius: 'md',
        // Its head is not the page's.
        attributes: { header: { role: 'presentation' } },
        overlayProps: { backgroundOpacity: 0.45 },
        ...swift,
      },
    },
    Tooltip: {
      defaultProps: { withArrow: true, openDelay: 350, events: { hover: true, focus: true, touch: false }, ...swift },
    },
    Menu: { defaultProps: { shadow: 'md', ...swift } },
    Popover: { defaultProps: { shadow: 'md', ...swift } },
    // Lists stay where their field is, inside the page's landmarks and dialogs, and float over what would clip them.
    Combobox: { defaultProps: { shadow: 'md', withinPortal: false, floatingStrategy: 'fixed', ...swift } },
    // A long list scrolls, and Chromium would stop at it with Tab on the way to the next field.
    ComboboxOptions: { defaultProps: { tabIndex: -1 } },
    Autocomplete: { defaultProps: { withScrollArea: false } },
    Select: { defaultProps: { withScrollArea: false } },
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
  },
});

const tokens = (p: Palette, scheme: 'light' | 'dark'): Record<string, string> => ({
  '--rm-page': p.page,
  '--rm-surface': p.surface,
  '--rm-sunken': p.sunken,
  '--rm-hover': p.hover,
  '--rm-line': p.line,
  '--rm-line-strong': p.lineStrong,
  '--rm-text': p.text,
  '--rm-dim': p.dim,
  '--rm-accent': p.accent,
  '--rm-accent-text': p.accentText,
  '--rm-accent-soft': p.accentSoft,
  '--rm-stop': p.stop,
  '--rm-stop-soft': p.stopSoft,
  '--rm-mind': p.mind,
  '--rm-mind-soft': p.mindSoft,
  '--rm-fine': p.fine,
  '--rm-fine-soft': p.fineSoft,
  '--rm-shadow': p.shadow,
  '--mantine-color-body': p.surface,
  '--mantine-color-text': p.text,
  '--mantine-color-bright': p.text,
  '--mantine-color-dimmed': p.dim,
  '--mantine-color-placeholder': scheme === 'light' ? '#736c62' : '#9b9488',
  '--mantine-color-anchor': p.accentText,
  '--mantine-color-error': p.stop,
  '--mantine-color-default': p.surface,
  '--mantine-color-default-hover': p.hover,
  '--mantine-color-default-color': p.text,
  '--mantine-color-default-border': p.lineStrong,
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: { '--rm-mono': MONO, '--rm-sans': SANS },
  light: tokens(light, 'light'),
  dark: tokens(dark, 'dark'),
});
