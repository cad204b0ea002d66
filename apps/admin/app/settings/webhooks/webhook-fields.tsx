import { TextInput } from '@mantine/core';
import { useFieldFault, useTyped } from '~/ui/act-form';
import { CheckList } from '../check-list';
import { KIND_CHOICES, type WebhookKind } from './kind-words';

/** What a new webhook and a changed one have in common. */
export function WebhookFields({
  url = '',
  description = '',
  kinds = [],
}: {
  url?: string;
  description?: string;
  kinds?: WebhookKind[];
}) {
  return (
    <>
      <TextInput
        type="url"
        name="url"
        label="Address"
        description="Where messages are posted: https, on the internet."
        required
        defaultValue={useTyped('url', url)}
        error={useFieldFault('url')}
      />
      <TextInput
        name="description"
        label="What it is for"
        maxLength={500}
        defaultValue={useTyped('description', description)}
        error={useFieldFault('description')}
      />
      <CheckList legend="Is told of (none ticked: everything)" name="kinds" choices={KIND_CHOICES} ticked={kinds} />
    </>
  );
}
