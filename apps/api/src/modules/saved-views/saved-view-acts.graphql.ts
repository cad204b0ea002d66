import { globalIdOf, rowIdOf } from '../../contract/global-id.js';
import { actResult, answerAct } from '../../graphql/act-result.js';
import { builder } from '../../graphql/builder.js';
import { type GraphqlContext, principalOf } from '../../graphql/context.js';
import { removeView } from './remove-view.js';
import { saveView } from './save-view.js';
import { SavedView } from './saved-view.graphql.js';
import { LONGEST_NAME, LONGEST_SEARCH } from './saved-view-input.js';
import type { SavedViewId } from './take-saved-view.js';

const idempotencyKey =
  'Chosen by the caller, 1 to 200 characters: asking again with the same key answers the same and does nothing.';

const dependenciesOf = ({ database, newId, requestId: correlationId }: GraphqlContext) => ({ database, newId, correlationId });

const SavedViewSaveSuccess = builder.objectRef<SavedViewId>('SavedViewSaveSuccess').implement({
  description: 'The view is kept.',
  fields: (t) => ({
    savedView: t.prismaField({
      type: SavedView,
      description: 'The view as it is now.',
      resolve: (query, { savedViewId }, _args, { database }) =>
        database.prisma.savedView.findUniqueOrThrow({ ...query, where: { id: savedViewId } }),
    }),
  }),
});

const SavedViewSaveInput = builder.inputType('SavedViewSaveInput', {
  description: 'A view to keep, or to change.',
  fields: (t) => ({
    savedViewId: t.id({ description: 'Global id of the view that is changed; nothing for a new one.' }),
    provider: t.string({ required: true, description: 'UEN of the provider whose rows it lists.' }),
    page: t.string({ required: true, description: 'The page’s word, in lower case with hyphens: `upcoming-classes`.' }),
    name: t.string({ required: true, description: `What it is called, 1 to ${LONGEST_NAME} characters.` }),
    search: t.string({
      required: true,
      description: `The query string of the page’s address, without \`?\`, at most ${LONGEST_SEARCH} characters; empty for none.`,
    }),
    shared: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Whether everybody at the provider sees it; needs the action `saved_view.share`.',
    }),
    expectedVersion: t.int({
      description: 'The version of the view that the change was made on; refused where it is another by now.',
    }),
    idempotencyKey: t.string({ description: idempotencyKey }),
  }),
});

builder.mutationField('savedViewSave', (t) =>
  t.field({
    authScopes: { may: 'training_provider.read' },
    type: actResult('SavedViewSaveResult', { name: 'SavedViewSaveSuccess', ref: SavedViewSaveSuccess }, [
      'NOT_FOUND',
      'INVALID_INPUT',
      'REFUSED',
      'FORBIDDEN',
      'STALE_VERSION',
    ]),
    description:
      'Keeps a list of the console as one wants to see it again. For people only. A view that somebody shares may be changed by who may share, too.',
    args: { input: t.arg({ type: SavedViewSaveInput, required: true, description: 'The view.' }) },
    resolve: (_root, { input: { savedViewId, ...wish } }, context) =>
      answerAct(() =>
        saveView(dependenciesOf(context), {
          ...wish,
          by: principalOf(context),
          ...(savedViewId != null && { savedViewId: rowIdOf('SavedView', String(savedViewId)) }),
        }),
      ),
  }),
);

const SavedViewRemoveSuccess = builder.objectRef<SavedViewId>('SavedViewRemoveSuccess').implement({
  description: 'The view is gone.',
  fields: (t) => ({
    savedViewId: t.id({
      description: 'Global id that it had.',
      resolve: ({ savedViewId }) => globalIdOf('SavedView', savedViewId),
    }),
  }),
});

const SavedViewRemoveInput = builder.inputType('SavedViewRemoveInput', {
  description: 'Which view to remove.',
  fields: (t) => ({
    savedViewId: t.id({ required: true, description: 'Global id of the view.' }),
    idempotencyKey: t.string({ description: idempotencyKey }),
  }),
});

builder.mutationField('savedViewRemove', (t) =>
  t.field({
    authScopes: { may: 'training_provider.read' },
    type: actResult('SavedViewRemoveResult', { name: 'SavedViewRemoveSuccess', ref: SavedViewRemoveSuccess }, [
      'NOT_FOUND',
      'INVALID_INPUT',
      'FORBIDDEN',
    ]),
    description: 'Removes a view: one’s own, or one that is shared where one may share.',
    args: { input: t.arg({ type: SavedViewRemoveInput, required: true, description: 'Which view.' }) },
    resolve: (_root, { input }, context) =>
      answerAct(() =>
        removeView(dependenciesOf(context), {
          by: principalOf(context),
          savedViewId: rowIdOf('SavedView', String(input.savedViewId)),
          idempotencyKey: input.idempotencyKey,
        }),
      ),
  }),
);
