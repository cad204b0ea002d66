import type { ActFault } from '~/api/act.server';
import type { RecentChange } from '~/api/recent-changes.server';
import { Moment } from './moment';
import { Notice } from './notice';

/** Why an act was refused, what to do, and, where somebody was faster, what they did. */
export function FaultNotice({ fault, changes = [] }: { fault: ActFault; changes?: RecentChange[] }) {
  return (
    <Notice tone="bad" title={fault.message}>
      <p style={{ margin: 0 }}>{fault.remedy}</p>
      {fault.code === 'STALE_VERSION' && changes.length > 0 && (
        <ul>
          {changes.map(({ id, actor, action, at, reason }) => (
            <li key={id}>
              <Moment at={at} seconds />: {actor} did {action}
              {reason && ` (“${reason}”)`}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
