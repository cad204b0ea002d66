import { useLocation } from '@remix-run/react';
import { Menu as MenuIcon } from 'lucide-react';
import { memo, type ReactNode, useEffect, useRef } from 'react';
import { CommandMenu } from '~/commands/command-menu';
import { linksOf } from '~/links';
import { ApiBanner } from '~/live/api-banner';
import { FollowPlainLinks, PlainLink } from '~/ui/plain-link';
import { AccountMenu } from './account-menu';
import styles from './frame.module.css';
import { PLACES } from './navigation';
import { NavigationProgress } from './navigation-progress';
import { useProvider } from './provider';
import { ProviderSwitch } from './provider-switch';
import { Wordmark } from './wordmark';

interface FrameProps {
  provider: { uen: string; name: string };
  providers: { uen: string; name: string }[];
  viewer: { name: string; email: string };
  roles: string[];
  children: ReactNode;
}

/** The frame around every page: places at the side, who and where at the top. On a phone the places fold away. */
export function Frame({ provider, providers, viewer, roles, children }: FrameProps) {
  const { today } = linksOf(provider.uen);
  return (
    <FollowPlainLinks className={styles['frame']}>
      <a className={styles['skip']} href="#content">
        Skip to the page
      </a>
      <NavigationProgress />
      <header className={styles['header']}>
        <Wordmark to={today} />
        <ProviderSwitch provider={provider} providers={providers} />
        <div className={styles['spacer']} />
        <CommandMenu />
        <AccountMenu viewer={viewer} roles={roles} />
      </header>
      <Places />
      <main id="content" className={styles['content']} tabIndex={-1}>
        <ApiBanner />
        {children}
      </main>
    </FollowPlainLinks>
  );
}

/** A `details` element: on a phone it opens and closes without a script. */
const Places = memo(function Places() {
  const { links, may } = useProvider();
  const { pathname } = useLocation();
  const fold = useRef<HTMLDetailsElement>(null);
  // The open fold would hide the page that was chosen in it.
  useEffect(() => fold.current?.removeAttribute('open'), [pathname]);
  const list = PLACES.map((group) => ({ ...group, places: group.places.filter(({ needs }) => may(needs)) })).filter(
    ({ places }) => places.length > 0,
  );
  const groups = list.map(({ title, places }) => (
    <div key={title} className={styles['group']}>
      <p className={styles['groupTitle']}>{title}</p>
      <ul>
        {places.map(({ title: place, to, icon: Icon }) => (
          <li key={place}>
            <PlainLink
              to={to(links)}
              discover
              aria-current={isAt(pathname, to(links), links.today) ? 'page' : undefined}
              className={styles['place']}
            >
              <Icon size={16} aria-hidden />
              {place}
            </PlainLink>
          </li>
        ))}
      </ul>
    </div>
  ));
  return (
    <>
      <nav className={styles['places']} aria-label="Places">
        {groups}
      </nav>
      <details className={styles['fold']} ref={fold}>
        <summary>
          <MenuIcon size={18} aria-hidden /> Places
        </summary>
        <nav aria-label="Places">{groups}</nav>
      </details>
    </>
  );
});

/** Whether a page belongs to a place. Every address lies below that of Today. */
const isAt = (pathname: string, place: string, today: string): boolean =>
  pathname === place || (place !== today && pathname.startsWith(`${place}/`));
