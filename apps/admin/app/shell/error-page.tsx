import { Anchor, Button, Code, Group, Stack, Text, Title } from '@mantine/core';
import { isRouteErrorResponse, useLocation, useRouteError } from '@remix-run/react';
import { type ApiFault, isApiFault, UNEXPECTED } from '~/api/api-fault';
import { HOME } from '~/links';
import styles from './error-page.module.css';
import { localPath } from './local-path';

const TITLES: Record<number, string> = {
  403: 'You may not see this',
  404: 'Not here',
  429: 'A little too fast',
  503: 'Rollcall cannot be reached',
  504: 'That took too long',
};

/** What every error boundary shows: by status, with a remedy, a way back, and the id under which the logs know it. */
export function ErrorPage({ inFrame = false }: { inFrame?: boolean }) {
  const error = useRouteError();
  const { pathname, search } = useLocation();
  const { status, fault } = readError(error);
  // The frame has the page's only `main` already.
  const Ground = inFrame ? 'div' : 'main';
  return (
    <Ground className={styles['page']}>
      <Stack gap="sm" className={styles['card']} role="alert">
        <Text size="sm" c="dimmed">
          {status}
        </Text>
        <Title order={1}>{TITLES[status] ?? 'Something went wrong'}</Title>
        <Text>{fault.message}</Text>
        <Text>{fault.remedy}</Text>
        {fault.errorId && status !== 404 && (
          <Text size="sm" c="dimmed">
            Error id <Code>{fault.errorId}</Code>
          </Text>
        )}
        <Group mt="sm">
          {/* A link, not a script: it works when scripts are what is broken. */}
          <Button component="a" href={localPath(`${pathname}${search}`)}>
            Try again
          </Button>
          <Anchor href={HOME}>Back to Today</Anchor>
        </Group>
      </Stack>
    </Ground>
  );
}

function readError(error: unknown): { status: number; fault: ApiFault } {
  if (isRouteErrorResponse(error)) {
    if (isApiFault(error.data)) return { status: error.status, fault: error.data };
    return { status: error.status, fault: { ...UNEXPECTED, message: error.statusText || UNEXPECTED.message } };
  }
  return { status: 500, fault: UNEXPECTED };
}
