import { defineConfig } from 'prisma/config';

// `generate` and `validate` ask for an address and never use it; tools/prisma.mjs refuses the commands that would.
const unusedUrl = 'postgresql://unused@127.0.0.1:1/unused';

export default defineConfig({
  schema: 'schema.prisma',
  migrations: { path: 'migrations' },
  datasource: {
    url: process.env.DATABASE_URL ?? unusedUrl,
    shadowDatabaseUrl: process.env.SHADOW_DATABASE_URL,
  },
});
