import { defineConfig } from 'drizzle-kit';

export default defineConfig({ dialect: 'sqlite', schema: './electron/ledger/schema.ts', out: './migrations' });
