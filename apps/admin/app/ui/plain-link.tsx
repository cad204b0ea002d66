import { useNavigate } from '@remix-run/react';
import type { AnchorHTMLAttributes, MouseEvent, ReactNode } from 'react';

interface PlainLinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  /** A path from its root, as `Links` makes them. */
  to: string;
  /** The page stays where it is scrolled to: for dialogs. */
  preventScrollReset?: boolean;
  /** Where it leads is found out before it is pressed. Not for rows: each of them would be asked about. */
  discover?: boolean;
}

/**
 * A link for where there are many: in rows, and at the side. Remix's own works out its address again at every step of a
 * navigation, a hundred of them before the next page can be drawn; this one is an anchor, which `FollowPlainLinks` follows.
 */
export function PlainLink({ to, preventScrollReset = false, discover = false, ...anchor }: PlainLinkProps) {
  return (
    <a
      {...anchor}
      href={to}
      data-plain-link={preventScrollReset ? 'keep-scroll' : ''}
      data-discover={discover ? 'true' : undefined}
    />
  );
}

/** Follows the plain links in it without loading the document anew. What opens elsewhere, or is prevented, is left to the browser. */
export function FollowPlainLinks({ className, children }: { className?: string | undefined; children: ReactNode }) {
  const navigate = useNavigate();
  const follow = (event: MouseEvent) => {
    const anchor = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-plain-link]') : null;
    if (!anchor || !staysHere(anchor, event)) return;
    event.preventDefault();
    const { pathname, search, hash } = new URL(anchor.href);
    navigate(`${pathname}${search}${hash}`, {
      preventScrollReset: anchor.dataset['plainLink'] === 'keep-scroll',
      // As browsers do: the page that is open is no step back.
      replace: anchor.href === window.location.href,
    });
  };
  return (
    // The anchors in it are what is pressed, by the keyboard too; this only hears of it.
    <div className={className} onClick={follow}>
      {children}
    </div>
  );
}

const staysHere = (anchor: HTMLAnchorElement, event: MouseEvent): boolean =>
  !event.defaultPrevented &&
  event.button === 0 &&
  !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) &&
  (anchor.target === '' || anchor.target === '_self') &&
  !anchor.hasAttribute('download');
