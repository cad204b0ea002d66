import { z } from 'zod';
import type { CallRunner } from '../call-runner.js';
import type { CallOptions } from '../call-scope.js';
import type { Page } from '../paging.js';
import { isEmptyObject, OptionalText, WireId, WireTotal, ZeroTotal } from './wire-values.js';

export interface TrainerListQuery {
  uen: string;
  /** A part of the name. */
  keyword?: string;
  /** 20 by default. */
  pageSize?: number;
}

const DEFAULT_PAGE_SIZE = 20;

/** A trainer in the provider's profile (ssg-api.md §8.0). Id types carry `id` here and `code` on course runs. */
const Trainer = z.looseObject({
  id: WireId,
  name: OptionalText,
  email: OptionalText,
  idNumber: OptionalText,
  idType: z.looseObject({ id: OptionalText, code: OptionalText, description: OptionalText }).nullish(),
  /** 1 Trainer, 2 Assessor. */
  roles: z
    .array(z.looseObject({ role: z.looseObject({ id: WireId, description: OptionalText }).nullish() }))
    .nullish()
    .transform((roles) => roles ?? []),
  inTrainingProviderProfile: z.boolean().nullish(),
});
export type TrainerRecord = z.infer<typeof Trainer>;

/** `{}` as data is believed to mean "no trainers" only beside a total of 0; with any other total it is a shape error. */
const TrainerPage = z.union([
  z
    .object({ data: z.custom<object>(isEmptyObject), meta: z.looseObject({ total: ZeroTotal }) })
    .transform((): Page<TrainerRecord> => ({ items: [], total: 0 })),
  z
    .object({
      data: z.looseObject({ trainers: z.array(Trainer) }),
      meta: z.looseObject({ total: WireTotal }),
    })
    .transform(({ data, meta }): Page<TrainerRecord> => ({ items: data.trainers, total: meta.total })),
]);

export interface TrainersResource {
  /** Every trainer in the provider's profile. Throws SsgIncompleteListError rather than ending early. */
  list(query: TrainerListQuery, options?: CallOptions): AsyncIterable<TrainerRecord>;
}

/** `/trainingProviders/{uen}/trainers` for reading (ssg-api.md §8.0). */
export function createTrainers(runner: CallRunner): TrainersResource {
  return {
    list({ uen, keyword, pageSize = DEFAULT_PAGE_SIZE }, options) {
      return runner.list(options, {
        call: (page) => ({
          operation: 'trainers.list',
          pathParameters: { uen },
          query: { page, pageSize, keyword },
          shape: TrainerPage,
        }),
        idOf: (trainer) => trainer.id,
      });
    },
  };
}
