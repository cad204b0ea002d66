import { useActionData } from '@remix-run/react';
import type { ReactNode } from 'react';
import type { ActAnswer } from '~/api/act.server';
import { ActForm } from '~/ui/act-form';
import { Notice } from '~/ui/notice';
import { PreviewButton } from '~/ui/preview-button';
import type { WhatIfAnswer } from './what-if.server';

/**
 * A form that first tells what other settings would do, and saves them then: what is saved is what was previewed. Both buttons
 * send the form to its page, so it works without a script.
 */
export function WhatIfForm({ actKey, version, children }: { actKey: string; version: number; children: ReactNode }) {
  const answer = useActionData<Partial<WhatIfAnswer> & Partial<ActAnswer>>();
  const tried = answer?.tried;
  return (
    <ActForm key={actKey} submit="Save" actKey={actKey} version={version} disabled={!tried} more={<PreviewButton />}>
      {tried && <input type="hidden" name="tried" value={tried} />}
      {answer?.again && (
        <Notice tone="warn" title="The values were changed after the preview.">
          Below is what these would do. Save again if it is what you want.
        </Notice>
      )}
      {children}
    </ActForm>
  );
}
