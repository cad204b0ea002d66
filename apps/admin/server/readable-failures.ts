import { type ActionFunctionArgs, type AppLoadContext, createRequestHandler, type ServerBuild } from '@remix-run/node';

type Module = ServerBuild['routes'][string]['module'];
type Load = NonNullable<Module['loader']>;
type FailedContext = AppLoadContext & { failure: { thrown: unknown } };

/**
 * The build, with readable failures of what is no page: files, and addresses that only lead on. What their loaders throw, Remix
 * hands out raw. Whoever opens one in a browser is to see what a page that fails would show, in the same frame; a script is
 * still answered with what was thrown.
 */
export function readableFailures(build: ServerBuild): ServerBuild {
  const failedPages = createRequestHandler(withResources(build, asFailedPage), 'production');
  const readable =
    (load: Load): Load =>
    async (args: ActionFunctionArgs) => {
      try {
        return await load(args);
      } catch (thrown) {
        const { request, context } = args;
        if (isRedirect(thrown) || !isByPerson(request)) throw thrown;
        const { url, method, headers, signal } = request;
        const page = new Request(url, { method: method === 'HEAD' ? 'HEAD' : 'GET', headers, signal });
        return failedPages(page, { ...context, failure: { thrown } } satisfies FailedContext);
      }
    };
  return withResources(build, (module) => ({
    ...module,
    ...(module.loader && { loader: readable(module.loader) }),
    ...(module.action && { action: readable(module.action) }),
  }));
}

/** As a page it has a component, which is never shown. What has failed is not tried again: it may be slow, or go well this time. */
const asFailedPage = (module: Module): Module => ({
  ...module,
  default: () => null,
  loader: ({ context }) => {
    throw (context as FailedContext).failure.thrown;
  },
});

/** What Remix takes for no page: a route with nothing to show. */
const isResource = ({ default: component, ErrorBoundary }: Module): boolean => !component && !ErrorBoundary;

function withResources(build: ServerBuild, change: (module: Module) => Module): ServerBuild {
  const routes = Object.entries(build.routes).map(([id, route]) => [
    id,
    isResource(route.module) ? { ...route, module: change(route.module) } : route,
  ]);
  return { ...build, routes: Object.fromEntries(routes) as ServerBuild['routes'] };
}

const isRedirect = (thrown: unknown): boolean => thrown instanceof Response && thrown.status >= 300 && thrown.status < 400;

/** Browsers ask so for what they are going to show. Pages' scripts ask for anything, and know what a failure is. */
const isByPerson = ({ headers, signal }: Request): boolean =>
  !signal.aborted && (headers.get('accept') ?? '').includes('text/html');
