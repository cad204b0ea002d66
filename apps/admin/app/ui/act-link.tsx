import { Button, type ButtonProps } from '@mantine/core';
import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';

/** A button that opens a dialog by its address. Small and plain, unless it is the page's main act. */
export function ActLink({ to, children, ...button }: { to: string; children: ReactNode } & ButtonProps) {
  return (
    <Button component={Link} to={to} preventScrollReset variant="default" size="compact-sm" {...button}>
      {children}
    </Button>
  );
}
