import { createServer } from 'node:http';
import { Pool } from 'pg';
import { postgraphile } from 'postgraphile';
import { serveParent, tellParent } from '../events/child.js';

/** The rival: a GraphQL API made from the same tables, in its authors' settings for production. */
const [databaseUrl = ''] = process.argv.slice(2);
const pool = new Pool({ connectionString: databaseUrl, max: 10 });
const server = createServer(
  postgraphile(pool, 'public', {
    disableDefaultMutations: true,
    disableQueryLog: true,
    dynamicJson: true,
    graphiql: false,
    ignoreRBAC: false,
    legacyRelations: 'omit',
    setofFunctionsContainNulls: false,
    enableQueryBatching: false,
  }),
);
serveParent({}, async () => {
  server.closeAllConnections();
  server.close();
  await pool.end();
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  tellParent({ type: 'ready', url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/graphql` });
});
