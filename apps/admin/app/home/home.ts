import type { LoaderFunctionArgs } from '@remix-run/node';
import { redirect } from '@remix-run/node';
import { faultResponse } from '~/api/api-fault';
import { createAsk } from '~/api/ask.server';
import { graphql } from '~/api/graphql';
import { linksOf } from '~/links';

const FirstProvider = graphql(`
  query FirstProvider {
    trainingProviders(first: 1) {
      nodes {
        uen
      }
    }
  }
`);

/** `/` leads to Today at the viewer's first provider. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { trainingProviders } = await createAsk(request, context)(FirstProvider);
  const uen = trainingProviders.nodes[0]?.uen;
  if (uen) return redirect(linksOf(uen).today);
  throw faultResponse({
    kind: 'forbidden',
    message: 'Your account has no role at any training provider yet.',
    remedy: 'Ask an admin of your training provider to give you one.',
    errorId: null,
  });
}
