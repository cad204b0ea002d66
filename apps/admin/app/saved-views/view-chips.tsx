import { Link } from '@remix-run/react';
import { BookmarkPlus, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { useProvider } from '~/shell/provider';
import { plainSearch, sameSearch } from './same-search';
import type { SavedView } from './saved-views.server';
import styles from './view-chips.module.css';

interface ViewChipsProps {
  /** The page's word, under which the API keeps its views. */
  page: string;
  /** The page's search now, without what dialogs put there. */
  search: string;
  views: SavedView[];
  /** Those that everybody has. */
  builtIn: { name: string; search: string }[];
  /** The page's address under a search. */
  to: (search: string) => string;
}

/** The looks of a list that have a name, as links; and, where the list is in none of them, the way to give it one. */
export function ViewChips({ page, search, views, builtIn, to }: ViewChipsProps) {
  const { links } = useProvider();
  const chosen = views.find((view) => sameSearch(view.search, search));
  const isBuiltIn = builtIn.some((view) => sameSearch(view.search, search));
  return (
    <nav aria-label="Views" className={styles['views']}>
      <ul>
        {builtIn.map((view) => (
          <Chip key={view.name} to={to(view.search)} current={sameSearch(view.search, search)}>
            {view.name}
          </Chip>
        ))}
        {views.map(({ id, name, search: itsSearch, shared, mine, ownerName }) => (
          <Chip
            key={id}
            to={to(itsSearch)}
            current={id === chosen?.id}
            title={mine ? (shared ? 'Yours, shared with everybody' : 'Yours alone') : `Shared by ${ownerName}`}
          >
            {name}
            {shared && <Users size={13} aria-label="shared" />}
          </Chip>
        ))}
      </ul>
      {chosen?.mine && (
        <span className={styles['acts']}>
          <Link to={links.renameView(chosen.id)}>Rename</Link>
          <Link to={links.removeView(chosen.id)}>Remove</Link>
        </span>
      )}
      {!chosen && !isBuiltIn && (
        <span className={styles['acts']}>
          <Link to={links.saveView(page, plainSearch(search))}>
            <BookmarkPlus size={15} aria-hidden /> Save this view
          </Link>
        </span>
      )}
    </nav>
  );
}

function Chip({ to, current, title, children }: { to: string; current: boolean; title?: string; children: ReactNode }) {
  return (
    <li>
      <Link to={to} title={title} aria-current={current || undefined} preventScrollReset>
        {children}
      </Link>
    </li>
  );
}
