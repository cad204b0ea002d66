import { test as base } from '@playwright/test';
import { type Graphql, graphqlOf } from './graphql.js';
import { createInstallation, type Installation } from './installation.js';

interface Fixtures {
  /** How the folder of an installation begins; the system adds the rest. */
  folderPrefix: string;
  installation: Installation;
  graphql: (url: string) => Graphql;
}

/** A Playwright test with an installation of its own; whatever it started is gone when it ends, however it ends. */
export const test = base.extend<Fixtures>({
  folderPrefix: ['rollcall-walk-', { option: true }],
  installation: async ({ folderPrefix }, use, testInfo) => {
    const installation = await createInstallation(folderPrefix);
    await use(installation);
    if (testInfo.status !== testInfo.expectedStatus)
      for (const { name, stdout, stderr } of installation.programs)
        process.stderr.write(`--- ${testInfo.title}: ${name}\n${stdout}${stderr}`);
    await installation.remove();
  },
  graphql: async ({ request }, use) => {
    await use((url) => graphqlOf(request, url));
  },
});
