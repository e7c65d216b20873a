import './styles.ts';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { styleNonce } from '../bridge/nonce.ts';
import { aloneGuideOf, GuideAlone } from '../features/guides/index.ts';
import { App } from './app.tsx';
import { Boundary } from './boundary.tsx';
import { applyDensity } from './preferences.ts';
import { queryClient } from './query.ts';
import { cssVariables, theme } from './theme.ts';

applyDensity();

/** A window that was opened for a guide shows nothing else, ever: it was not opened for the ledger. */
const isGuideWindow = aloneGuideOf(window.location.hash.slice(1)) !== undefined;

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      getStyleNonce={styleNonce}
      defaultColorScheme="auto"
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queryClient}>
        <Router hook={useHashLocation}>
          <Boundary>{isGuideWindow ? <GuideAlone /> : <App />}</Boundary>
        </Router>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
