import { Link } from '@remix-run/react';
import type { ResultOf } from '~/api/graphql';
import { useProvider } from '~/shell/provider';
import { Empty } from '~/ui/empty';
import { ATTENTION_WORDS, sayNone } from './attention-words';
import styles from './board.module.css';
import type { AttentionFragment } from './documents.server';

type Group = ResultOf<typeof AttentionFragment>['groups'][number];

/** One tile for each kind of thing that needs a person, the most urgent first; kinds without any in one calm line. */
export function Board({ groups }: { groups: Group[] }) {
  const busy = groups.filter(({ total }) => total > 0);
  const calm = sayNone(groups.filter(({ total }) => total === 0).map(({ kind }) => kind));
  if (busy.length === 0)
    return (
      <div className={styles['calmBoard']}>
        <Empty title="Nothing needs you.">There is {calm}.</Empty>
      </div>
    );
  return (
    <>
      <ul className={styles['board']}>
        {busy.map((group) => (
          <Tile key={group.kind} group={group} />
        ))}
      </ul>
      {calm && <p className={styles['calm']}>Nothing else: {calm}.</p>}
    </>
  );
}

function Tile({ group: { kind, total, title, whatToDo, items } }: { group: Group }) {
  const { links } = useProvider();
  const { tone, list } = ATTENTION_WORDS[kind];
  return (
    <li className={styles['tile']} data-tone={tone}>
      <h2>
        <Link to={list(links)} className={styles['whole']}>
          <span className={styles['count']}>{total.toLocaleString('en-GB')}</span> <span>{title}</span>
        </Link>
      </h2>
      <p className={styles['whatToDo']}>{whatToDo}</p>
      <ul className={styles['items']}>
        {items.slice(0, 3).map(({ key, courseCode, detail, number, nodeId }) => (
          <li key={`${key} ${detail}`}>
            {nodeId ? <Link to={links.node(nodeId)}>{key}</Link> : <strong>{key}</strong>}
            <span>
              {courseCode && courseCode !== key && `${courseCode} · `}
              {number > 1 && `${number} × `}
              {detail}
            </span>
          </li>
        ))}
      </ul>
      {total > 3 && items.length > 0 && (
        <p className={styles['more']}>and {(total - Math.min(3, items.length)).toLocaleString('en-GB')} more</p>
      )}
    </li>
  );
}
