import '@mantine/spotlight/styles.layer.css';
import { Spotlight } from '@mantine/spotlight';
import { useFetcher, useNavigate } from '@remix-run/react';
import { Keyboard, Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { loader as searchLoader } from '~/search/search';
import { PLACES } from '~/shell/navigation';
import { useProvider } from '~/shell/provider';
import { pageCommands } from './page-commands';

const TYPING_PAUSE_MS = 200;

/** Places, acts and rows by a few letters. */
export default function CommandPalette({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  const { links, may } = useProvider();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const search = useFetcher<typeof searchLoader>();
  const text = query.trim();
  const { load } = search;
  useEffect(() => {
    if (text.length < 2) return;
    const timer = setTimeout(() => load(links.search(text)), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, links, load]);

  const go = (to: string) => {
    onClose();
    navigate(to);
  };
  const matches = (label: string) => label.toLowerCase().includes(text.toLowerCase());
  const places = PLACES.flatMap((group) => group.places).filter(({ title, needs }) => may(needs) && matches(title));
  const acts = pageCommands(links).filter(({ title, needs }) => may(needs) && matches(title));
  const found = text.length >= 2 && search.data?.text === text ? search.data.found : [];
  const searching = text.length >= 2 && search.data?.text !== text;
  return (
    <Spotlight.Root query={query} onQueryChange={setQuery} forceOpened onSpotlightClose={onClose} scrollable maxHeight="60vh">
      <Spotlight.Search placeholder="A page, a run, a course, a learner, an act" leftSection={<Search size={18} aria-hidden />} />
      <Spotlight.ActionsList>
        {found.length > 0 && (
          <Spotlight.ActionsGroup label="Found">
            {found.map(({ id, kind, title, detail, to }) => (
              <Spotlight.Action key={id} label={title} description={`${kind}, ${detail}`} onClick={() => go(to)} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {places.length > 0 && (
          <Spotlight.ActionsGroup label="Places">
            {places.map(({ title, to, icon: Icon }) => (
              <Spotlight.Action
                key={title}
                label={title}
                leftSection={<Icon size={16} aria-hidden />}
                onClick={() => go(to(links))}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {acts.length > 0 && (
          <Spotlight.ActionsGroup label="Acts">
            {acts.map(({ title, to }) => (
              <Spotlight.Action key={title} label={title} onClick={() => go(to)} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {matches('Keyboard') && (
          <Spotlight.ActionsGroup label="Help">
            <Spotlight.Action label="Keyboard" leftSection={<Keyboard size={16} aria-hidden />} onClick={onKeys} />
          </Spotlight.ActionsGroup>
        )}
        {found.length + places.length + acts.length === 0 && (
          <Spotlight.Empty>{searching ? 'Looking…' : 'Nothing is called that.'}</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
