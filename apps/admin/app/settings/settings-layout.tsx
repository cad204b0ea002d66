import { NavLink, Outlet } from '@remix-run/react';
import { useProvider } from '~/shell/provider';
import { Page } from '~/ui/page';
import { SETTINGS_PLACES } from './places';
import styles from './settings-layout.module.css';

/** The settings' own places, as links, beside the one that is open. */
export default function SettingsLayout() {
  const { name, links, may } = useProvider();
  return (
    <Page title="Settings" intro={`Of ${name}. Every change is kept in the audit.`}>
      <div className={styles['layout']}>
        <nav aria-label="Settings" className={styles['places']}>
          <ul>
            {SETTINGS_PLACES.filter(({ needs }) => may(needs)).map(({ title, to }) => (
              <li key={title}>
                <NavLink to={to(links)} end={to(links) === links.settings}>
                  {title}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
        <div className={styles['open']}>
          <Outlet />
        </div>
      </div>
    </Page>
  );
}
